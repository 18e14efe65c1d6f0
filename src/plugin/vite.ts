import type { Plugin } from 'vite';
import type { PluginOptions } from './options.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from './options.js';

const wengert: (options?: PluginOptions) => Plugin = plugin.vite;
export default wengert;

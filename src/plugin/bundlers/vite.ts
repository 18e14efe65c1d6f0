import type { Plugin } from 'vite';
import type { PluginOptions } from '../import-id.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from '../import-id.js';

const wengert: (options?: PluginOptions) => Plugin = plugin.vite;
export default wengert;

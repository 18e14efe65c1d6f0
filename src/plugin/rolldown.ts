import type { Plugin } from 'rolldown';
import type { PluginOptions } from './options.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from './options.js';

const wengert: (options?: PluginOptions) => Plugin = plugin.rolldown;
export default wengert;

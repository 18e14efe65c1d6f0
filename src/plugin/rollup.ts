import type { Plugin } from 'rollup';
import type { PluginOptions } from './options.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from './options.js';

const wengert: (options?: PluginOptions) => Plugin = plugin.rollup;
export default wengert;

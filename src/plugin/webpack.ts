import type { WebpackPluginInstance } from 'webpack';
import type { PluginOptions } from './options.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from './options.js';

const wengert: (options?: PluginOptions) => WebpackPluginInstance = plugin.webpack;
export default wengert;

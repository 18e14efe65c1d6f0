import type { WebpackPluginInstance } from 'webpack';
import type { PluginOptions } from '../import-id.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from '../import-id.js';

const wengert: (options?: PluginOptions) => WebpackPluginInstance = plugin.webpack;
export default wengert;

import type { RspackPluginInstance } from '@rspack/core';
import type { PluginOptions } from './options.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from './options.js';

const wengert: (options?: PluginOptions) => RspackPluginInstance = plugin.rspack;
export default wengert;

import type { RspackPluginInstance } from '@rspack/core';
import type { PluginOptions } from '../import-id.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from '../import-id.js';

const wengert: (options?: PluginOptions) => RspackPluginInstance = plugin.rspack;
export default wengert;

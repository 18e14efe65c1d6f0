import type { RspackPluginInstance } from '@rspack/core';
import type { PluginOptions } from '../configuration.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from '../configuration.js';

const wengert: (options?: PluginOptions) => RspackPluginInstance = plugin.rspack;
export default wengert;
/** What `require` gives. */
export { wengert as 'module.exports' };

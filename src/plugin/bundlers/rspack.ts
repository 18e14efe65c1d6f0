import type { RspackPluginInstance } from '@rspack/core';
import type { PluginOptions } from '../configuration.js';
import { plugin } from './plugin.js';
import { required } from './required.js';

export type { PluginOptions } from '../configuration.js';

const wengert: (options?: PluginOptions) => RspackPluginInstance = required(plugin.rspack);
export default wengert;
/** What `require` gives. */
export { wengert as 'module.exports' };

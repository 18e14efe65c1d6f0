import type { Plugin } from 'rolldown';
import type { PluginOptions } from '../configuration.js';
import { plugin } from './plugin.js';
import { required } from './required.js';

export type { PluginOptions } from '../configuration.js';

const wengert: (options?: PluginOptions) => Plugin = required(plugin.rolldown);
export default wengert;
/** What `require` gives. */
export { wengert as 'module.exports' };

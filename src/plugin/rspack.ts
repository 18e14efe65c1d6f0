import { plugin } from './plugin.js';

export type { PluginOptions } from './options.js';
export default plugin.rspack;

const { mergeConfig, getDefaultConfig } = require('metro-config');

module.exports = (async () => {
  const config = await getDefaultConfig(__dirname);
  return mergeConfig(config, {
    resolver: { sourceExts: [...config.resolver.sourceExts, 'formula'] },
    transformer: { babelTransformerPath: require.resolve('wengert/metro') },
  });
})();

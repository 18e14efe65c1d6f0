import type { NextConfig } from 'next';

const policy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'";

const config: NextConfig = {
  turbopack: {
    rules: {
      '*.formula': { loaders: ['wengert/loader'], as: '*.js' },
      '*.{ts,tsx}': { loaders: ['wengert/loader'] },
    },
  },
  webpack(config) {
    config.module.rules.push({ test: /\.(formula|tsx?)$/, enforce: 'pre', use: 'wengert/loader' });
    return config;
  },
  headers: async () => [{ source: '/:path*', headers: [{ key: 'content-security-policy', value: policy }] }],
};

export default config;

const createConfig = require('@backstage/cli/config/eslint-factory');

/** Areas of `src`, and the areas that each may import. Files directly in `src` belong to no area. */
const areas = {
  config: [],
  kubernetes: [],
  extensions: [],
  ownership: ['config', 'extensions'],
  services: ['config', 'kubernetes', 'extensions', 'ownership'],
  history: ['config', 'kubernetes', 'services'],
  pipelines: ['config', 'extensions', 'ownership', 'services'],
  actions: [
    'config',
    'kubernetes',
    'extensions',
    'ownership',
    'services',
    'pipelines',
  ],
  activity: [
    'config',
    'extensions',
    'ownership',
    'services',
    'history',
    'pipelines',
    'actions',
  ],
  http: [
    'config',
    'kubernetes',
    'extensions',
    'ownership',
    'services',
    'history',
    'pipelines',
    'actions',
    'activity',
  ],
};

const zones = Object.entries(areas).map(([area, allowed]) => ({
  target: `./src/${area}`,
  from: Object.keys(areas)
    .filter(other => other !== area && !allowed.includes(other))
    .map(other => `./src/${other}`),
  message: `${area}/ may import only these areas: ${
    allowed.join(', ') || 'none'
  }. See plugins/delivery-backend/.eslintrc.js`,
}));

module.exports = createConfig(__dirname, {
  settings: {
    // Without it, the rule ignores imports that have no file extension.
    'import/resolver': { node: { extensions: ['.ts', '.js'] } },
  },
  rules: {
    'import/no-restricted-paths': ['error', { basePath: __dirname, zones }],
  },
  overrides: [
    {
      // Tests may use parts of any area.
      files: ['src/**/*.test.ts', 'src/**/__testUtils__/**'],
      rules: { 'import/no-restricted-paths': 'off' },
    },
  ],
});

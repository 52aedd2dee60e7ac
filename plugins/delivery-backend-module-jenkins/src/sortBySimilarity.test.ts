import { sortBySimilarity } from './sortBySimilarity';

const jobs = [
  'tariff-engine/main build',
  'harbour/tide',
  'harbour/rain-gauge-nightly',
  'weather/rain',
  'rain-gauge/build',
  'weather/river-gauge',
  'harbour/***',
  'weather/Rain_Gauge',
];

describe('sortBySimilarity', () => {
  it.each(['rain-gauge', 'Rain_Gauge'])(
    'has the jobs first that are called as %s is',
    repository => {
      expect(sortBySimilarity(jobs, repository)).toEqual([
        // Same name
        'weather/Rain_Gauge',
        // In a folder of the same name
        'rain-gauge/build',
        // One name contained in the other
        'harbour/rain-gauge-nightly',
        'weather/rain',
        // A common word
        'weather/river-gauge',
        // The others
        'tariff-engine/main build',
        'harbour/tide',
        'harbour/***',
      ]);
    },
  );
});

import { nearestFirst } from './nearestFirst';

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

describe('nearestFirst', () => {
  it.each([
    'https://git.example/weather/rain-gauge',
    'https://git.example/weather/Rain-Gauge.git/',
    'git@git.example:weather/rain-gauge.git',
  ])('has the jobs first that are called as %s is', repository => {
    expect(nearestFirst(jobs, repository)).toEqual([
      // Of its name
      'weather/Rain_Gauge',
      // In a folder of its name
      'rain-gauge/build',
      // One name within the other
      'harbour/rain-gauge-nightly',
      'weather/rain',
      // A word in common
      'weather/river-gauge',
      // The others
      'tariff-engine/main build',
      'harbour/tide',
      'harbour/***',
    ]);
  });
});

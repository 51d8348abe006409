export { readLatest, readSeries } from './read-series.ts';
export { rollUpSamples, writeSample, type MeasuredElsewhere } from './write-sample.ts';

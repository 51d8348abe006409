export {
  ROLLUP_EVERY_S,
  ROLLUPS_KEPT_S,
  SAMPLE_EVERY_S,
  SAMPLES_KEPT_S,
  SERIES,
  SERIES_NAMES,
  type SeriesName,
} from './series.ts';
export { planWindow, stepsOf, toColumns, type SeriesRow, type SeriesWindow } from './series-window.ts';
export { TILES, TILE_NAMES, TILE_STATES, tileStateOf } from './tiles.ts';

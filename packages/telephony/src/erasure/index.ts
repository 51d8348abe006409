export { ERASED_NUMBER, KEPT_FIELDS, keptFields } from './kept-fields.ts';
export { numberForms, numberPattern } from './number-pattern.ts';

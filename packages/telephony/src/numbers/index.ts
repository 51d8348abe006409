export { dialableNumber, displayNumber, externalNumber, numberCountry } from './phone-number.ts';

export { setDefaultCountry } from './default-country.ts';
export {
  dialledDigits,
  dialledEmergency,
  displayParty,
  externalNumber,
  isSipAddress,
  readParty,
  type Party,
} from './party.ts';
export { dialableNumber, displayNumber, numberCountry } from './phone-number.ts';

/** Telephone audio of 8 bits, by byte, as samples of 16 bits: a sign, three bits of exponent, four of mantissa. */
export const MU_LAW = Int16Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
});

export const A_LAW = Int16Array.from({ length: 256 }, (_, byte) => {
  const bits = byte ^ 0x55;
  const [exponent, mantissa] = [(bits >> 4) & 7, (bits & 0x0f) << 4];
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
});

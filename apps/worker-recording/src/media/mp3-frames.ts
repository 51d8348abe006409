/** Walks the frames of an MP3 as it is received: how long it is, and whether it ends with a whole frame. */
export class Mp3Frames {
  #seconds = 0;
  #frames = 0;
  /** Bytes of the current frame or tag that are still to come. */
  #rest = 0;
  readonly #header = Buffer.alloc(ID3_HEADER);
  #filled = 0;
  #isLost = false;

  add(piece: Buffer): void {
    for (let at = 0; at < piece.length && !this.#isLost;) {
      const passed = Math.min(this.#rest, piece.length - at);
      this.#rest -= passed;
      at += passed;
      if (this.#rest > 0 || at === piece.length) return;
      this.#header[this.#filled++] = piece[at++]!;
      if (this.#filled === this.#needed()) this.#begin();
    }
  }

  /** Null where something other than frames was found, or nothing. */
  get seconds(): number | null {
    return this.#isLost || this.#frames === 0 ? null : this.#seconds;
  }

  get endsWhole(): boolean {
    return this.seconds !== null && this.#rest === 0 && this.#filled === 0;
  }

  #needed(): number {
    return this.#filled >= 3 && this.#header.toString('latin1', 0, 3) === 'ID3' ? ID3_HEADER : FRAME_HEADER;
  }

  #begin(): void {
    const tag = tagBytes(this.#header);
    const frame = tag === undefined ? readFrame(this.#header) : undefined;
    const bytes = tag ?? frame?.bytes;
    if (bytes === undefined) return void (this.#isLost = true);
    this.#rest = bytes - this.#filled;
    this.#filled = 0;
    if (!frame) return;
    this.#frames += 1;
    this.#seconds += frame.seconds;
  }
}

const FRAME_HEADER = 4;
const ID3_HEADER = 10;
const ID3V1_BYTES = 128;

/** Bytes of a tag with this header; undefined for a frame. */
function tagBytes(header: Buffer): number | undefined {
  const name = header.toString('latin1', 0, 3);
  if (name === 'TAG') return ID3V1_BYTES;
  if (name !== 'ID3') return undefined;
  const [a, b, c, d] = [header[6]! & 0x7f, header[7]! & 0x7f, header[8]! & 0x7f, header[9]! & 0x7f];
  const footer = (header[5]! & 0x10) === 0 ? 0 : ID3_HEADER;
  return ID3_HEADER + ((a << 21) | (b << 14) | (c << 7) | d) + footer;
}

/** Bit rates of layer III in kbit/s, by the index in a frame's header; 0 is none that can be walked. */
const MPEG_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const MPEG_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
const SAMPLE_RATES = [44_100, 48_000, 32_000, 0];

/** Size and length of a frame of layer III; undefined where the bytes are none. */
function readFrame(header: Buffer): { bytes: number; seconds: number } | undefined {
  const [sync, kind, rates] = [header[0]!, header[1]!, header[2]!];
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2) return undefined;
  const version = (kind >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const bitsPerSecond = (version === 3 ? MPEG_1 : MPEG_2)[rates >> 4]! * 1000;
  const samplesPerSecond = SAMPLE_RATES[(rates >> 2) & 3]! / (version === 3 ? 1 : version === 2 ? 2 : 4);
  if (version === 1 || bitsPerSecond === 0 || samplesPerSecond === 0) return undefined;
  const samples = version === 3 ? 1152 : 576;
  const bytes = Math.floor((samples / 8) * (bitsPerSecond / samplesPerSecond)) + ((rates >> 1) & 1);
  return { bytes, seconds: samples / samplesPerSecond };
}

import { on } from 'node:events';
import type { Agent } from 'node:http';
import type { Duplex, Readable } from 'node:stream';

const READ_AT_ONCE = 256 * 1024;
const BLOCK_BYTES = 256 * 1024;
/** A piece this large is a block by itself: without TLS most are. */
const LARGE_BYTES = BLOCK_BYTES / 2;
/** Shared by all connections: what was read is passed on, as copies, before anything else is read. */
const readMemory = Buffer.allocUnsafeSlow(READ_AT_ONCE);

/*
 * Every few megabytes allocated outside the heap trigger a full garbage collection: a process that lets Node allocate
 * memory for all it receives spends most of its time on that. So received bytes are not allocated anew here.
 */

/** Lets the connections of an agent read into one memory, instead of new memory for each read. */
export function readFrugally<A extends Agent>(agent: A): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    let socket: Duplex | null | undefined;
    const callback = (bytes: number): true => {
      socket?.emit('data', readMemory.subarray(0, bytes));
      return true;
    };
    socket = connect(Object.assign(options, { onread: { buffer: readMemory, callback } }), done);
    return socket;
  };
  return agent;
}

/**
 * The bytes of a body, small pieces copied together into large blocks. A block is valid until the next one is requested,
 * which overwrites it. Rejects with the error of the body.
 */
export function inBlocks(body: Readable): AsyncGenerator<Buffer> {
  body.on('error', () => {}); // it may come after the last read
  const pieces = on(body, 'data', { close: ['end', 'close'], highWaterMark: 1, lowWaterMark: 1 });
  return gather(pieces as AsyncIterable<[Buffer<ArrayBuffer>]>);
}

async function* gather(pieces: AsyncIterable<[Buffer<ArrayBuffer>]>): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let filled = 0;
  try {
    for await (const [piece] of pieces) {
      if (filled === 0 && piece.length >= LARGE_BYTES) {
        yield piece;
      } else {
        for (let at = 0; at < piece.length;) {
          const copied = piece.copy(block, filled, at);
          at += copied;
          filled += copied;
          if (filled < block.length) continue;
          yield block;
          filled = 0;
        }
      }
      release(piece);
    }
    if (filled > 0) yield block.subarray(0, filled);
  } finally {
    release(block);
  }
}

/** Frees memory at once, unless it is part of a larger buffer. */
function release({ buffer, length }: Buffer<ArrayBuffer>): void {
  if (buffer === readMemory.buffer) throw new Error('The HTTP parser passed on memory that it does not own');
  if (buffer.byteLength === length) buffer.transfer(0);
}

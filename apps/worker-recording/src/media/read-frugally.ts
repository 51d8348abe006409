import { on } from 'node:events';
import type { Agent } from 'node:http';
import type { Duplex, Readable } from 'node:stream';

const READ_AT_ONCE = 256 * 1024;
const BLOCK_BYTES = 256 * 1024;
/** A piece that is a block as it is: without TLS most are. */
const LARGE_BYTES = BLOCK_BYTES / 2;
/** Shared by all connections: what was read is handed on, as copies, before anything else is read. */
const readMemory = Buffer.allocUnsafeSlow(READ_AT_ONCE);

/*
 * Memory outside the heap makes the collector look through all of the heap, every few megabytes: a process that lets Node
 * allocate whatever passes through it spends most of its time on that. So what passes through is not garbage here.
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
 * What a body brings, small pieces of it copied together into large blocks. A block holds until the next one is asked for,
 * which is written over it. Rejects with the error of the body.
 */
export function inBlocks(body: Readable): AsyncGenerator<Buffer> {
  body.on('error', () => {}); // it may come when nobody reads any more
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

/** Gives memory back at once, unless it is part of what others hold. */
function release({ buffer, length }: Buffer<ArrayBuffer>): void {
  if (buffer === readMemory.buffer) throw new Error('The parser of HTTP hands on what it does not own');
  if (buffer.byteLength === length) buffer.transfer(0);
}

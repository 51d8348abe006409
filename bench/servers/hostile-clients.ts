/**
 * A process of its own that keeps `idle` connections open which never send, and `slow` ones which send a head or a body
 * byte by byte; those that the server closes are opened again. Prints how many are open, every second, to its parent.
 */
import { connect, type Socket } from 'node:net';

const [port, idle, slow] = process.argv.slice(2).map(Number) as [number, number, number];
const HEAD = `POST /webhooks/twilio/voice-status HTTP/1.1\r\nHost: calls.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n`;
/** As many connections as a kernel takes in without refusing some. */
const OPENED_PER_ROUND = 100;
const ROUND_MS = 20;
const DRIP_MS = 1000;

const open = new Set<Socket>();
const wanted = [
  ...Array.from({ length: idle }, () => () => {}),
  ...Array.from({ length: slow }, (_, n) => (socket: Socket) => drip(socket, n % 2 === 0 ? HEAD : `${HEAD}\r\n`)),
];
let closed = 0;

const round = setInterval(() => {
  for (const use of wanted.splice(0, OPENED_PER_ROUND)) {
    const socket = connect(port, '127.0.0.1', () => {
      open.add(socket);
      use(socket);
    });
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('close', () => {
      if (open.delete(socket)) closed += 1;
      wanted.push(use);
    });
  }
}, ROUND_MS);
const report = setInterval(() => process.send?.({ open: open.size, closed }), 1000);
process.on('disconnect', () => {
  clearInterval(round);
  clearInterval(report);
  process.exit(0);
});

/** The head at once or byte by byte; then the body, which never ends. */
function drip(socket: Socket, text: string): void {
  const isBody = text.endsWith('\r\n\r\n');
  if (isBody) socket.write(text);
  const bytes = isBody ? 'x'.repeat(4000) : text;
  let at = 0;
  const timer = setInterval(() => socket.write(bytes[at++] ?? 'x'), DRIP_MS);
  socket.on('close', () => clearInterval(timer));
}

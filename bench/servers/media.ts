/** Serves one WAV file of `SECONDS` seconds as the media of every recording. */
import { wavOf } from '../../test/support/media/wav.ts';
import { serveBench } from './serve-bench.ts';

const media = wavOf({ seed: 'bench', seconds: Number(process.env['SECONDS']), channels: 2 });
serveBench((_request, response) => {
  response.writeHead(200, { 'content-type': 'audio/x-wav', 'content-length': media.length }).end(media);
});

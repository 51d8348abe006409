/** A figure of a run: what it means, its goal where there is one, and its unit. */
export type Figure = {
  means: string;
  goal?: string;
  unit?: string;
  /** Add it up over the results of a run instead of showing their range. */
  isTotal?: true;
};

export type Bench = {
  /** Its npm script. */
  script: string;
  about: string;
  /** By the key in the results; in the order of the page. */
  figures: Readonly<Record<string, Figure>>;
};

/** Everything that `--record` records and docs/benchmarks.md shows, by the name of its file in bench/results. */
export const BENCHES = {
  ingest: {
    script: 'bench:ingest',
    about:
      'Signed callbacks, sent by a process of their own to the durable ingest service, to the same endpoint without storage, to a naive endpoint (Prisma `create` and `queue.add` per request) and to a bare `node:http` server.',
    figures: {
      durable_vs_verify_only: { means: 'rate, durable to the same endpoint without storage', goal: '≥ 0.65' },
      durable_vs_plain: { means: 'rate, durable to the naive endpoint', goal: '≥ 8' },
      cpu_vs_floor: { means: 'CPU per callback to `node:http` at the same rate', goal: '≤ 4.5' },
      cpu_vs_saturated_floor: { means: 'CPU per callback to `node:http` at full speed' },
      durable_per_second: { means: 'callbacks stored', unit: '/s' },
    },
  },
  worker: {
    script: 'bench:worker',
    about:
      'The same stored callbacks, applied by worker-status, by one Prisma transaction each, and only dequeued by a BullMQ worker that does nothing.',
    figures: {
      applied_vs_plain: { means: 'rate, applied to one Prisma transaction each', goal: '≥ 10' },
      applied_vs_ingest: { means: 'rate, applied to ingested', goal: '≥ 1' },
      applied_vs_noop: { means: 'rate, applied to dequeued' },
      applied_per_second: { means: 'callbacks applied', unit: '/s' },
    },
  },
  growth: {
    script: 'bench:growth',
    about: 'Ingest and worker-status with 10 thousand, 1 million and 3 million callbacks in the inbox.',
    figures: {
      ingest_top_vs_10k: { means: 'ingest rate, largest inbox to smallest', goal: '≥ 0.8' },
      apply_top_vs_10k: { means: 'apply rate, largest inbox to smallest', goal: '≥ 0.8' },
    },
  },
  api: {
    script: 'bench:api',
    about:
      'Lists and details of the API with 10 thousand and with 1 million calls, each against the SQL of the same query. A range is over the endpoints.',
    figures: {
      ratio_vs_sql: { means: 'rate of the endpoint to the SQL alone' },
      p95_ms: { means: 'p95 of the answer, four requests at once', unit: 'ms' },
      top_vs_10k: { means: 'rate, 1 million calls to 10 thousand', goal: '≈ 1' },
    },
  },
  inbox: {
    script: 'bench:inbox',
    about:
      'Lists and the search of the inbox with 10 thousand and with 3 million callbacks, each against the SQL of the same query. A range is over the endpoints.',
    figures: {
      p95_ms: { means: 'p95 of the answer, four requests at once', goal: '≤ 300', unit: 'ms' },
      ratio_vs_sql: { means: 'rate of the endpoint to the SQL alone' },
      top_vs_10k: { means: 'rate, 3 million callbacks to 10 thousand' },
    },
  },
  console: {
    script: 'bench:console',
    about:
      'The console in Chromium: script and style of each route, the list of calls with 10 thousand and with 1 million calls, and the live floor while 300 events a second arrive for ten minutes.',
    figures: {
      first_screen_kb_gz: {
        means: 'script and style of the largest first screen, compressed',
        goal: '≤ 180',
        unit: 'kB',
      },
      list_ms_1m: { means: 'navigation to the first row with 1 million calls', goal: '≤ 1,000', unit: 'ms' },
      list_1m_vs_10k: { means: 'the same, 1 million calls to 10 thousand', goal: '≈ 1' },
      long_call_ms: { means: 'navigation to the page of a call with 2,000 callbacks', unit: 'ms' },
      long_call_select_p95_ms: {
        means: 'p95 there from a key to the paint, from callback to callback',
        goal: '≤ 100',
        unit: 'ms',
      },
      long_call_slide_p95_ms: {
        means: 'p95 there from a key to the paint, on the time slider',
        goal: '≤ 100',
        unit: 'ms',
      },
      long_call_longest_frame_ms: { means: 'longest frame there', unit: 'ms' },
      long_list_rows: { means: 'rows of a list that is read page by page and scrolled' },
      long_list_page_ms: { means: 'time to read and show one page more of them', unit: 'ms' },
      long_list_longest_task_ms: { means: 'longest task of the page while it is scrolled', goal: '≤ 50', unit: 'ms' },
      long_list_tasks_over_50_ms: { means: 'tasks of more than 50 ms meanwhile', goal: '0' },
      events_per_second: { means: 'events that arrived', unit: '/s' },
      key_to_paint_p95_ms: { means: 'p95 from a key to the paint after it meanwhile', goal: '≤ 100', unit: 'ms' },
      frames_dropped_share: { means: 'share of frames of 60 Hz that were not shown' },
      script_share: { means: 'share of the time that scripts ran' },
      heap_mb_before: { means: 'heap at the begin', unit: 'MB' },
      heap_mb_after: { means: 'heap at the end', unit: 'MB' },
    },
  },
  series: {
    script: 'bench:series',
    about: 'What the time series cost the process that writes them and its database session, with 1 million calls.',
    figures: {
      sample_cpu_ms: { means: 'processor time of a sample, every 10 s', unit: 'ms' },
      rollup_cpu_ms: { means: 'processor time of a sum, every 5 min', unit: 'ms' },
      core_share: { means: 'share of one core', goal: '≤ 0.01' },
    },
  },
  commands: {
    script: 'bench:commands',
    about:
      'The command `trunkline`, from its start to its end, in turns with a Node that runs nothing. Medians of ten.',
    figures: {
      node_ms: { means: 'Node that runs nothing', unit: 'ms' },
      help_ms: { means: '`trunkline --help`', goal: '≤ 200', unit: 'ms' },
      completion_ms: { means: 'the shell asks what can follow `trunkline dlq`', goal: '≤ 200', unit: 'ms' },
      list_ms: { means: '`trunkline calls list`, up to the API that does not answer', goal: '≤ 200', unit: 'ms' },
      explain_ms: { means: '`trunkline explain latest`, likewise', goal: '≤ 200', unit: 'ms' },
      rebuild_help_ms: { means: '`trunkline rebuild --help`, which loads the data layer', unit: 'ms' },
    },
  },
  cold: {
    script: 'bench:cold',
    about: 'The daily scan of a day of calls of which none is known, by number of calls.',
    figures: {
      calls: { means: 'calls of the largest day' },
      seconds: { means: 'duration of the scan of the largest day', goal: '≤ 600', unit: 's' },
      requests: { means: 'requests to Twilio for it', goal: '≤ 220' },
      per_call_top_vs_smallest: { means: 'time per call, largest day to smallest', goal: '≈ 1' },
      per_known_call_top_vs_smallest: { means: 'the same with all calls known', goal: '≈ 1' },
    },
  },
  recording: {
    script: 'bench:recording',
    about:
      'The same files fetched by worker-recording (checked, hashed, synced, settled) and by eight parallel transfers of `curl`.',
    figures: {
      ratio: { means: 'rate to `curl` and a sync of the disk', goal: '≥ 0.7' },
      ratio_to_unsynced: { means: 'rate to `curl` alone' },
      ours_mb_per_s: { means: 'rate of worker-recording', unit: 'MB/s' },
      worker_max_rss_mb: { means: 'memory of worker-recording', unit: 'MB' },
    },
  },
  chaos: {
    script: 'chaos',
    about:
      'The whole system under load while its parts are killed, frozen and crashed, the queue is emptied, the disk of the spool is full, Postgres is read-only, has no session left or waits for locks, Redis is gone, and clocks are wrong, with the queues in Redis and in Postgres; then every callback and call is compared with the simulator.',
    figures: {
      lost: { means: 'acknowledged callbacks that are not stored', goal: '0', isTotal: true },
      twice: { means: 'callbacks applied twice', goal: '0', isTotal: true },
      wrong: { means: 'calls that differ from the truth, forgeries taken', goal: '0', isTotal: true },
      pending: { means: 'callbacks left unfinished', goal: '0', isTotal: true },
      acked: { means: 'callbacks acknowledged', isTotal: true },
      faults: { means: 'faults injected', isTotal: true },
      refused: { means: 'callbacks sent and not acknowledged, most while ingest was killed', isTotal: true },
      refusedWithoutPostgres: { means: 'their share while Postgres alone failed', goal: '≤ 0.01' },
      waited: { means: 'share that waited for the timeout of a commit while Postgres was frozen', goal: '≤ 0.2' },
    },
  },
  faults: {
    script: 'bench:faults',
    about:
      '50 signed callbacks a second while one fault after another strikes the whole system, each alone: processes killed and frozen, Postgres away, frozen, read-only, locked or without sessions, Redis away or frozen, a full disk, wrong clocks.',
    figures: {
      ack_p99_ms: {
        means: 'time to the acknowledgement, 99th percentile, during the worst fault',
        goal: '≤ 2000',
        unit: 'ms',
      },
      calm_p99_ms: { means: 'the same without a fault', unit: 'ms' },
      refused: { means: 'share never acknowledged, after all attempts, during the worst fault' },
    },
  },
  connections: {
    script: 'bench:connections',
    about:
      '100 signed callbacks a second to ingest, by turns alone and with 10,000 connections that never send and 1,000 that send a head or a body byte by byte.',
    figures: {
      p99_ms: { means: 'time to the answer with them, 99th percentile', goal: '< 500', unit: 'ms' },
      p99_alone_ms: { means: 'the same alone', unit: 'ms' },
      refused: { means: 'callbacks not acknowledged', goal: '0' },
      open_at_most: { means: 'connections that strangers could hold at a time' },
    },
  },
  dialer: {
    script: 'chaos:dialer',
    about:
      'Calls placed while dialers are killed and frozen, answers of Twilio get lost, and half of all callbacks never come; then every intent is compared with the simulator.',
    figures: {
      intents: { means: 'calls requested' },
      posts_max_per_intent: { means: 'requests for one intent that may have placed a call', goal: '≤ 1' },
      unresolved: { means: 'intents left unresolved', goal: '0' },
      wrong: { means: 'intents resolved wrongly', goal: '0' },
    },
  },
  stream: {
    script: 'chaos:stream',
    about:
      'Clients of all roles follow the event stream while the API and Postgres are killed; then, without kills, the latency of an event at 200 callbacks/s.',
    figures: {
      clients: { means: 'clients' },
      kills: { means: 'kills' },
      events: { means: 'events' },
      missed: { means: 'events that a client missed', goal: '0' },
      repeated: { means: 'events that a client received twice or out of order', goal: '0' },
      foreign: { means: 'events that a client may not see', goal: '0' },
      event_p50_ms: { means: 'callback received to event, median', unit: 'ms' },
      event_p95_ms: { means: 'callback received to event, p95', unit: 'ms' },
    },
  },
  healing: {
    script: 'bench:heal',
    about:
      'The whole system against a simulator that drops 1, 5, 20 or 100 % of the callbacks and refuses 40 % of the requests to its REST API; after the hot, warm and cold tiers every call is compared with the simulator.',
    figures: {
      p99_heal_s: { means: 'end of a call to the moment it is known, p99', goal: '≤ 120', unit: 's' },
      false_heals: { means: 'gaps recorded for callbacks that arrived in time', goal: '0' },
      divergent_after_cold: { means: 'calls that differ from the truth', goal: '0' },
      gaps_without_class: { means: 'gaps without a class', goal: '0' },
      requests_vs_ideal: { means: 'requests to Twilio, to the least possible', goal: '≤ 1.1' },
    },
  },
  custody: {
    script: 'bench:custody',
    about:
      'Recordings whose media is late, cut, endless, of a wrong type or on a stranger’s server, into a store that refuses every tenth write, with one kill of the worker.',
    figures: {
      recordings: { means: 'recordings' },
      stored_right_percent: { means: 'available recordings that are stored unchanged', goal: '100', unit: '%' },
      partials_visible: { means: 'partial objects seen in the store', goal: '0' },
      bad_objects: { means: 'objects that differ from the recording', goal: '0' },
      credentials_at_honeypot: { means: 'requests with credentials to a stranger', goal: '0' },
      worker_max_rss_mb: { means: 'memory of worker-recording', goal: '< 200', unit: 'MB' },
    },
  },
  actors: {
    script: 'bench:actors',
    about:
      'Transactions of many actors on four connections; a part of them is rolled back, fails in Postgres or loses its connection.',
    figures: {
      transactions: { means: 'transactions' },
      foreign_rows: { means: 'rows seen that are not the actor’s', goal: '0' },
      missing_rows: { means: 'rows of the actor that were not seen', goal: '0' },
      outside_rows: { means: 'rows seen outside a transaction', goal: '0' },
      overhead_ms: { means: 'time that `withActor` adds to a statement', unit: 'ms' },
    },
  },
  policy: {
    script: 'policy',
    about:
      'Every role asks every endpoint, with guards and row-level security together and with each alone; then each guard and policy is weakened in turn.',
    figures: {
      requests: { means: 'requests, each asked three ways' },
      differences: { means: 'answers that differ with one of the two off', goal: '0' },
      mutants: { means: 'weakened policies and guards' },
      mutants_noticed: { means: 'of these noticed', goal: 'all' },
    },
  },
  canary: {
    script: 'canary',
    about:
      'Private data and secrets that exist nowhere else go through every flow, with the queues in Redis and in Postgres; then logs, queues, metrics, refusals and the audit are searched for them.',
    figures: {
      canaries: { means: 'canaries' },
      hits: { means: 'canaries found where they do not belong', goal: '0' },
      planted: { means: 'canaries planted in a wrong place on purpose' },
      found: { means: 'of these found', goal: 'all' },
    },
  },
  field: {
    script: 'field',
    about:
      'Inputs after public reports of people who receive Twilio’s callbacks, read its REST API, fetch recordings, ask model servers, receive webhooks and run databases, each with the value that is right.',
    figures: {
      inputs: { means: 'inputs' },
      kinds: { means: 'kinds of inputs' },
      wrong: { means: 'inputs that came out wrong', goal: '0' },
    },
  },
  fuzz: {
    script: 'fuzz',
    about:
      'Signed forms of every kind of Twilio’s requests with random fields, parties of every form, and names and values of applications and SIP callers that imitate Twilio’s, through ingest and worker-status.',
    figures: {
      forms: { means: 'forms' },
      vanished: { means: 'calls that no list shows', goal: '0' },
      forged: { means: 'calls with a value that Twilio did not send', goal: '0' },
      crashes: { means: 'processes that ended', goal: '0' },
      errors: { means: 'errors logged', goal: '0' },
      server_errors: { means: 'answers 5xx but 503, or none', goal: '0' },
      sent_again: { means: 'answers 503 of a busy machine; the form is sent again' },
      refused: { means: 'answers 3xx and 4xx', goal: '0' },
      planted: { means: 'forged values planted in a field of Twilio’s' },
      found: { means: 'of these found', goal: 'all' },
    },
  },
} as const satisfies Record<string, Bench>;

export type BenchName = keyof typeof BENCHES;

/** Settings that keep the disk of a demo small: little WAL, and room of deleted rows is used again within seconds. */
export const DEMO_POSTGRES = {
  max_wal_size: '64MB',
  min_wal_size: '32MB',
  wal_compression: 'pglz',
  autovacuum_naptime: '10s',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_vacuum_insert_scale_factor: '0.5',
};

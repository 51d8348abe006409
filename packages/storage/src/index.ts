export { listAnchors, storeAnchor, type StoredAnchor } from './audit-anchors.ts';
export { listStoredErasures, storeErasure, type StoredErasure } from './erasure-records.ts';
export { openStorage } from './open-storage.ts';
export { storageEnv, type StorageConfig } from './storage-env.ts';
export { ObjectMissingError, type ByteRange, type Storage } from './storage.ts';
export { storeOutageOf, StalledStoreError, type StoreOutage, type StoreOutageCause } from './store-outage.ts';

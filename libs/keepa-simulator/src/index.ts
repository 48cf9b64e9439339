export type { EndpointBooks, SimulatorState } from './account';
export type { ForeignConsumer } from './account-bucket';
export type { FaultSettings } from './faults';
export { serveSimulator, type ServeOptions, type SimulatorServer } from './http/serve-simulator';
export { simulatorExchange } from './in-process-exchange';
export type { PriceOverrides } from './price-list';
export { loadRecordings, type RecordedPage, type RecordedVersion, type Recordings } from './recordings/recordings';
export { KeepaSimulator, type SimulatedRequest, type SimulatedResponse, type SimulatorChange } from './simulator';
export type { SimulatorOptions } from './simulator-options';

/** Everything that the engine answers and tells: over the wire to the window, in its own process to the command line. */
import type { ComparisonCalls } from './calls/comparisons.ts';
import type { DesignCalls, DesignNews } from './calls/designs.ts';
import type { ExchangeCalls } from './calls/exchange.ts';
import type { ExperimentCalls, ExperimentNews } from './calls/experiments.ts';
import type { GroupCalls, GroupNews } from './calls/groups.ts';
import type { LawCalls, LawNews } from './calls/laws.ts';
import type { MachineCalls } from './calls/machine.ts';
import type { MixtureCalls } from './calls/mixtures.ts';
import type { ReportCalls } from './calls/reports.ts';
import type { RunTableCalls, RunTableNews } from './calls/run-table.ts';
import type { RunCalls, RunNews } from './calls/runs.ts';
import type { ViewCalls, ViewNews } from './calls/views.ts';
import type { WorkspaceCalls, WorkspaceNews } from './calls/workspace.ts';

export type * from './calls/comparisons.ts';
export type * from './calls/designs.ts';
export type * from './calls/exchange.ts';
export type * from './calls/experiments.ts';
export type * from './calls/groups.ts';
export type * from './calls/laws.ts';
export type * from './calls/machine.ts';
export type * from './calls/mixture-files.ts';
export type * from './calls/mixtures.ts';
export type * from './calls/overlap.ts';
export type * from './calls/reports.ts';
export type * from './calls/run-table.ts';
export type * from './calls/runs.ts';
export type * from './calls/shell.ts';
export type * from './calls/sources.ts';
export * from './calls/views.ts';
export type * from './calls/workspace.ts';

export interface EngineApi
  extends
    WorkspaceCalls,
    GroupCalls,
    ExperimentCalls,
    DesignCalls,
    RunCalls,
    RunTableCalls,
    ViewCalls,
    ComparisonCalls,
    MixtureCalls,
    LawCalls,
    ReportCalls,
    ExchangeCalls,
    MachineCalls {}

/** What happened; news never steers. */
export interface EngineNews
  extends WorkspaceNews, GroupNews, ExperimentNews, DesignNews, RunNews, RunTableNews, ViewNews, LawNews {}

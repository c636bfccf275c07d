/** Everything that the engine answers and tells: over the wire to the window, in its own process to the command line. */
import type { ComparisonCalls } from './calls/comparisons.ts';
import type { ExperimentCalls, ExperimentNews } from './calls/experiments.ts';
import type { GroupCalls, GroupNews } from './calls/groups.ts';
import type { LawCalls, LawNews } from './calls/laws.ts';
import type { MachineCalls } from './calls/machine.ts';
import type { ReportCalls } from './calls/reports.ts';
import type { RunCalls, RunNews } from './calls/runs.ts';
import type { WorkspaceCalls, WorkspaceNews } from './calls/workspace.ts';

export type * from './calls/comparisons.ts';
export type * from './calls/experiments.ts';
export type * from './calls/groups.ts';
export type * from './calls/laws.ts';
export type * from './calls/machine.ts';
export type * from './calls/reports.ts';
export type * from './calls/runs.ts';
export type * from './calls/shell.ts';
export type * from './calls/workspace.ts';

export interface EngineApi
  extends WorkspaceCalls, GroupCalls, ExperimentCalls, RunCalls, ComparisonCalls, LawCalls, ReportCalls, MachineCalls {}

/** What happened; news never steers. */
export interface EngineNews extends WorkspaceNews, GroupNews, ExperimentNews, RunNews, LawNews {}

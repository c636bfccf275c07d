import type { Register } from '../command.ts';
import { bench } from './bench.ts';
import { compare } from './compare/index.ts';
import { design } from './design/index.ts';
import { doctor } from './doctor.ts';
import { estimate } from './estimate.ts';
import { evaluate } from './evaluate.ts';
import { exchange } from './exchange.ts';
import { exportModel } from './export.ts';
import { figures } from './figures.ts';
import { groups } from './groups/index.ts';
import { law } from './law.ts';
import { laws } from './laws/index.ts';
import { methods } from './methods.ts';
import { mixture } from './mixture.ts';
import { mixtures } from './mixtures.ts';
import { plan } from './plan.ts';
import { queue } from './queue/index.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { sample } from './sample.ts';
import { simulate } from './simulate.ts';
import { sql } from './sql.ts';
import { tokenize } from './tokenize.ts';
import { trajectory } from './trajectory.ts';
import { trash } from './trash.ts';
import { verify } from './verify.ts';
import { workspace } from './workspace.ts';

/** In the order of the help. */
export const commands: readonly Register[] = [
  doctor,
  sample,
  groups,
  mixture,
  tokenize,
  estimate,
  plan,
  design,
  run,
  queue,
  compare,
  trajectory,
  mixtures,
  law,
  laws,
  report,
  figures,
  exchange,
  simulate,
  methods,
  exportModel,
  evaluate,
  trash,
  workspace,
  sql,
  verify,
  bench,
];

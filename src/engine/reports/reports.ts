/** Reports: designed and frozen with their experiment, written as documents. */
import { Refusal } from '#base/refusal';
import type {
  DocumentFormatId,
  ExperimentId,
  ReportCalls,
  ReportDesign,
  ReportOptions,
  ReportState,
} from '#contract/api';
import { documents } from '#report/documents/index';
import type { Appearance } from '#report/documents/document';
import { withMeasures } from '#report/older-record';
import type { ReportRecord } from '#report/record';
import { checkedSections, sections } from '#report/sections/index';
import { unknownExperiment } from '../experiments/experiments.ts';
import type { StoredReport } from '../store/reports.ts';
import { changesSince } from './changes.ts';
import { interFont } from './font.ts';
import { freeze, type FreezingSetting } from './freeze.ts';
import { printPdfs } from './print-pdf.ts';
import { writeFigures } from './write-figures.ts';
import { writeWhole } from './write-whole.ts';

interface ReportsSetting extends FreezingSetting {
  /** Nothing is kept: designs and numbers are those of the moment. */
  readonly isReadOnly: boolean;
}

export function openReports(setting: ReportsSetting): ReportCalls {
  const { store, isReadOnly, now } = setting;
  const designOf = (id: ExperimentId): ReportDesign => {
    const experiment = store.experiments.get(id);
    if (!experiment) throw unknownExperiment(id);
    return store.reports.get(id)?.design ?? defaultDesign(experiment.name);
  };
  const keep = (id: ExperimentId, report: StoredReport): void => {
    if (!isReadOnly) store.reports.put(id, report, now().toISOString());
  };
  const frozen = async (id: ExperimentId, design: ReportDesign, takesAnew: boolean): Promise<ReportRecord> => {
    const kept = store.reports.get(id)?.record ?? null;
    if (kept !== null && !takesAnew) return withMeasures(kept);
    const record = await freeze(id, design, setting);
    keep(id, { design, record });
    return record;
  };
  const state = (id: ExperimentId, design: ReportDesign, record: ReportRecord): ReportState => ({
    experiment: id,
    design,
    sections: design.sections.map((choice) => {
      const { id: section, title, help, blocks } = checkedSections([choice.id])[0]!;
      const isEmpty = blocks({ ...record, notes: design.notes }).length === 0;
      return { id: section, title, help, isOn: choice.isOn, isEmpty };
    }),
    frozenAt: record.createdAt,
    changes: changesSince(record, store),
  });
  /** The record with the words of the design, and what it looks like. */
  const prepared = async (id: ExperimentId, { design: changes, takesAnew }: ReportOptions) => {
    const design = complete({ ...designOf(id), ...changes });
    const record = takesAnew ? await freeze(id, design, setting) : await frozen(id, design, false);
    const { title, author, notes, paper } = design;
    const chosen = design.sections.filter(({ isOn }) => isOn).map((section) => section.id);
    return { record: { ...record, title, author, notes }, appearance: { sections: chosen, paper } };
  };
  const written = async (
    format: DocumentFormatId,
    { record, appearance }: { record: ReportRecord; appearance: Appearance },
  ): Promise<string> => {
    const writer = documents.find(({ id }) => id === format);
    if (!writer) throw unknownDocument(format);
    return await writer.write(record, { ...appearance, ...(format === 'html' ? await interFont() : {}) });
  };

  return {
    report: async (id) => {
      const design = complete(designOf(id));
      return state(id, design, await frozen(id, design, false));
    },
    saveReport: async (id, given) => {
      designOf(id); // refuses an unknown experiment
      const design = complete(given);
      const record = await frozen(id, design, store.reports.get(id)?.design.baseline !== design.baseline);
      keep(id, { design, record });
      return state(id, design, record);
    },
    freezeReport: async (id) => {
      const design = complete(designOf(id));
      return state(id, design, await frozen(id, design, true));
    },
    reportDocument: async (id, format, options = {}) => await written(format, await prepared(id, options)),
    writeReport: async (id, file, options = {}) => {
      const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
      const isPdf = extension === 'pdf';
      const format = isPdf ? 'html' : documents.find((one) => one.id === extension)?.id;
      if (format === undefined) throw unknownDocument(file);
      const report = await prepared(id, options);
      const text = await written(format as DocumentFormatId, report);
      if (!isPdf) return await writeWhole(file, text);
      const [pdf] = await printPdfs([{ html: text, paper: report.appearance.paper }]);
      return await writeWhole(file, pdf!);
    },
    writeFigures: async (id, folder, options = {}) => {
      const { record, appearance } = await prepared(id, options);
      return await writeFigures(record, folder, { ...options, sections: appearance.sections });
    },
  };
}

export function defaultDesign(title: string): ReportDesign {
  return { title, author: '', notes: '', paper: 'a4', sections: sections.map(({ id }) => ({ id, isOn: true })) };
}

/** With every section: those that a design has never heard of come last, left out. @throws Refusal `option_invalid` */
function complete(design: ReportDesign): ReportDesign {
  const named = design.sections.map(({ id }) => id);
  checkedSections(named);
  const others = sections.filter(({ id }) => !named.includes(id)).map(({ id }) => ({ id, isOn: false }));
  return { ...design, sections: [...design.sections, ...others] };
}

function unknownDocument(file: string): Refusal {
  return new Refusal('document_unknown', `A report cannot be written as "${file}".`, {
    file,
    remedy: `Name a file that ends in ${[...documents.map(({ id }) => `.${id}`), '.pdf'].join(', ')}.`,
  });
}

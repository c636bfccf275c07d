import manifest from '../../../package.json' with { type: 'json' };

/** Version of the workbench. */
export const version: string = manifest.version;

/** The trainer's process: started by the engine with an IPC channel of 'advanced' serialisation, ends with it. */
import { type Port, serve } from '#contract/wire';
import { createTrainer } from './trainer.ts';

const send = process.send?.bind(process);
if (!send) throw new Error('the trainer is started by the engine, over a channel');

const port: Port = {
  post: (message) => void send(message),
  listen: (hear) => {
    process.on('message', hear);
    return () => void process.off('message', hear);
  },
};

process.on('disconnect', () => process.exit(0));
serve(createTrainer(), port);

/** The bridge. It knows no call by name, so it never changes. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { bridgeChannel, type Bridge, type Envelope } from '#contract/bridge';

const bridge: Bridge = {
  post: (envelope) => ipcRenderer.send(bridgeChannel, envelope),
  listen: (hear) => void ipcRenderer.on(bridgeChannel, (_event, envelope: Envelope) => hear(envelope)),
  pathOf: (file) => webUtils.getPathForFile(file as File),
};
contextBridge.exposeInMainWorld('bridge', bridge);

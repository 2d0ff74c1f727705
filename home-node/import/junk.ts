/** What systems and programs leave in folders, none of it anybody's file. In lower case. */
const junkNames = new Set([
  ...['.ds_store', 'thumbs.db', 'ehthumbs.db', 'ehthumbs_vista.db', 'desktop.ini', '.nomedia'],
  ...['.spotlight-v100', '.trashes', '.fseventsd', '.temporaryitems', '.documentrevisions-v100'],
  ...['$recycle.bin', 'system volume information', '@eadir', '.picasa.ini', 'picasa.ini', '.git'],
  ...['.appledouble', '__macosx', '.directory', '.trash-1000', '.localized', '.syncthing'],
])

/** Whether a file or folder of this name is nobody's: no import brings it in. */
export function isJunk(name: string): boolean {
  const folded = name.toLowerCase()
  // `._IMG_1.jpg` is what a Mac writes beside a file on other systems' disks; `~$` and `.~` are locks.
  return junkNames.has(folded) || /^(\._|~\$|\.~lock)/.test(folded) || folded === 'icon\r'
}

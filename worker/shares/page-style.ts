import { createHash } from 'node:crypto'

/** Widths to heights in twentieths: the grid is justified without a script, and without styles in the page. */
const ratios = Array.from({ length: 56 }, (_, index) => index + 5)
const ratioRules = ratios.map((twentieths) => `.r${twentieths}{--r:${twentieths / 20}}`).join('')

/** The class that gives a cell the shape of its picture; 4:3 for one of which no shape is known. */
export function ratioClass({ width, height }: { width: number | null; height: number | null }) {
  const twentieths = width && height ? Math.round((20 * width) / height) : 27
  return `r${Math.min(60, Math.max(5, twentieths))}`
}

export const pageStyle = `
:root{color-scheme:light dark;--bg:light-dark(#faf9f7,#131416);--text:light-dark(#1d1e20,#ececea);--quiet:light-dark(#5c5e63,#a4a6ab);--line:light-dark(#e2e0dc,#2c2e32);--card:light-dark(#fff,#1c1d20);--accent:light-dark(#14614f,#6fd0b4);--on:light-dark(#fff,#06251d);--row:clamp(7.5rem,24vw,15rem);--gap:clamp(3px,.5vw,8px)}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
h1{margin:0;font-size:clamp(1.7rem,1.1rem + 2.6vw,3.4rem);line-height:1.12;letter-spacing:-.02em;text-wrap:balance}
.cover{position:relative;display:grid;align-items:end;min-height:min(62vh,40rem);background:#222;color:#fff;overflow:hidden}
.cover>img{position:absolute;inset:0;width:100%;height:100%;object-fit:cover;object-position:center 25%}
.cover:after{content:"";position:absolute;inset:0;background:linear-gradient(#0000 25%,#000c)}
.cover header{position:relative;z-index:1}
header{padding:clamp(1.2rem,4vw,3.2rem);display:grid;gap:.55rem;max-width:70rem}
header p{margin:0}
.by{opacity:.86}
.say{max-width:38rem;font-size:1.08rem;white-space:pre-line}
main{padding:var(--gap);max-width:110rem;margin:auto}
.acts{display:flex;flex-wrap:wrap;gap:.6rem;margin-top:.6rem}
.act{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 1.15rem;border-radius:99px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;text-decoration:none;border:0;cursor:pointer}
.cover .act{background:#fff;color:#111}
.grid{display:flex;flex-wrap:wrap;gap:var(--gap);list-style:none;margin:0;padding:0}
.grid li{position:relative;flex:calc(var(--r)*100) 1 calc(var(--r)*var(--row));max-width:calc(var(--r)*var(--row)*2);aspect-ratio:var(--r);background:var(--line);overflow:hidden;border-radius:3px;scroll-margin:30vh}
.grid:after{content:"";flex:1e4}
.grid a{display:block;height:100%}
.grid img{width:100%;height:100%;object-fit:cover;display:block}
.grid a:focus-visible{outline-offset:-3px}
.film:after{content:"";position:absolute;left:50%;top:50%;translate:-50% -50%;border:solid #0000;border-width:1.1rem 0 1.1rem 1.8rem;border-left-color:#fffd;filter:drop-shadow(0 1px 5px #0009);pointer-events:none}
.rows{list-style:none;margin:1.2rem auto;padding:0;max-width:50rem;border:1px solid var(--line);border-radius:.8rem;background:var(--card)}
.rows li{display:flex;gap:1rem;align-items:center;padding:.75rem 1rem}
.rows li+li{border-top:1px solid var(--line)}
.rows span{flex:1}
.rows small,.quiet{color:var(--quiet)}
.folders{display:flex;flex-wrap:wrap;gap:.6rem;list-style:none;margin:.6rem 0 1rem;padding:0 .4rem}
.folders a{display:flex;gap:.6rem;align-items:baseline;min-height:2.75rem;padding:.55rem 1.1rem;border:1px solid var(--line);border-radius:.8rem;background:var(--card);color:var(--text);text-decoration:none;font-weight:600}
.pages{display:flex;gap:1.2rem;justify-content:center;padding:1.6rem}
footer{padding:2.2rem 1rem 3rem;text-align:center;color:var(--quiet);font-size:.9rem}
.view{display:none;position:fixed;inset:0;z-index:9;background:#0c0d0e;color:#fff;touch-action:pan-y pinch-zoom}
.view:target{display:grid}
.view>img,.view>video{width:100%;height:100%;max-height:100dvh;object-fit:contain;grid-area:1/1}
.view a{position:absolute;display:grid;place-items:center;min-width:3rem;min-height:3rem;border-radius:99px;background:#000a;color:#fff;font-size:1.5rem;text-decoration:none}
.view a:focus-visible{outline-color:#fff}
.view .x{top:.8rem;right:.8rem}
.view .prev{left:.8rem;top:calc(50% - 1.5rem)}
.view .next{right:.8rem;top:calc(50% - 1.5rem)}
.view .get{left:.8rem;top:.8rem;font-size:1rem;padding:0 1.1rem}
.note{min-height:100vh;display:grid;place-content:center;justify-items:center;text-align:center;padding:1.5rem;gap:.9rem}
.note h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.2rem)}
.note p{margin:0;max-width:28rem;color:var(--quiet)}
.note form{display:grid;gap:.8rem;width:min(22rem,88vw);margin-top:.6rem}
.note .act{justify-content:center}
.note label{text-align:start;font-weight:600}
.note input{display:block;width:100%;margin-top:.3rem;min-height:2.9rem;padding:0 .9rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--quiet);border-radius:.6rem}
.note .rows{width:min(34rem,92vw);text-align:start}
.note .rows form{display:block;width:auto;margin:0}
.note input[type=file]{padding:.7rem;height:auto}
.note .thanks{color:var(--text);font-weight:600}
.plain{min-height:2.75rem;padding:0 .9rem;border:1px solid var(--line);border-radius:99px;background:none;color:inherit;font:inherit;cursor:pointer}
progress{accent-color:var(--accent);max-width:8rem}
.note .wrong{color:light-dark(#a3261f,#ff9a90)}
@media(max-width:40rem){.grid li{--row:7rem}.view .prev,.view .next{top:auto;bottom:.8rem}}
@media(prefers-reduced-motion:no-preference){.view:target>img{animation:in .16s ease-out}@keyframes in{from{opacity:.2}}}
${ratioRules}`

let known: string | null = null

/** What a page of a share may load: its own pictures and script, and just this style. */
export function pagePolicy(framedBy: "'none'" | '*'): string {
  known ??= createHash('sha256').update(pageStyle).digest('base64')
  return [
    "default-src 'none'",
    "img-src 'self'",
    "media-src 'self'",
    "script-src 'self'",
    `style-src 'sha256-${known}'`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy}`,
  ].join('; ')
}

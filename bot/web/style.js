// How the panel looks, in the colours of widget.js.

export const STYLE = `
h2,h3,p,ul,fieldset{margin:0;padding:0;border:0;font-size:inherit}
h2,h3{font-size:1.04em;line-height:1.35;scroll-margin-top:30px}
h2,h3,b,.main,.link,.call,.foot a{font-weight:600}
a,.link{color:var(--accent);text-decoration:underline;text-underline-offset:3px}
[tabindex="-1"]:focus{outline:0}
.panel,.chat,.privacy,.log,.turn,.own,.bot,.next,.card,.extras,.answer,.article,.labelled,.rows{display:flex;
flex-direction:column;gap:10px}
.row,.slots,.helpful,.emergency,.leaf,.way,.call,.field,.dots,.head{display:flex;align-items:center;gap:8px}
.row,.slots,.helpful,.emergency{flex-wrap:wrap}
.bot,.card,.sources,.menu,.dots,.page{border:1px solid var(--line);border-radius:min(var(--round),20px);
background:var(--surface)}
.main,.own,.go,.page span,.vote[aria-pressed=true]{background:var(--accent);color:var(--on-accent)}
.soft,.who p,time,.state,.left,.foot,.article p,.helpful,.ticket span,summary span{color:var(--soft);font-size:.88em;
line-height:1.4}
.slots h3,.emergency h3,.card .row .main,.call.emergency,.emergency .choice{flex:1 0 100%}
dialog:not([open]),:is(.wrong,.left):empty{display:none!important}
.icon{display:block;flex:none;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;
stroke-linejoin:round}
.more{stroke-width:3}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

.panel{position:fixed;inset:auto;inset-block-end:calc(96px + env(safe-area-inset-bottom,0px));inset-inline-end:20px;
width:min(412px,100vw - 40px);
height:min(720px,100dvh - 124px);max-width:none;max-height:none;margin:0;padding:0;gap:0;overflow:hidden;
border:1px solid var(--line);
border-radius:var(--round);background:var(--surface);color:var(--text);box-shadow:0 8px 48px #0003;
overflow-wrap:anywhere;animation:come .2s}
@keyframes come{from{opacity:0;transform:translateY(12px)}}
.panel.full{inset:0!important;width:100%;height:100dvh;border:0;border-radius:0;padding:env(safe-area-inset-top,0px)
env(safe-area-inset-right,0px) env(safe-area-inset-bottom,0px) env(safe-area-inset-left,0px)}
.head{gap:0;padding:10px;padding-inline-start:20px;border-bottom:1px solid var(--line)}
.who{flex:1;min-width:0}
.round{flex:none;display:grid;place-items:center;width:44px;height:44px;padding:0;border:0;border-radius:50%}
.round:not(.go),.menu>*{background:none}
.round:not(.go):hover,.menu>:hover{background:var(--canvas)}
.opener{position:relative}
.menu{position:absolute;z-index:2;inset-block-start:48px;inset-inline-end:0;width:max-content;padding:8px;
box-shadow:0 8px 32px #0003}
.menu>*{display:block;width:100%;padding:10px 14px;border:0;border-radius:12px;color:inherit;text-align:start;
text-decoration:none}

.chat,.privacy{flex:1;min-height:0;gap:0}
.scroll{flex:1;min-height:0;overflow:hidden auto;overscroll-behavior:contain;padding:20px;background:var(--canvas);
outline-offset:-3px!important}
.log{gap:20px}
.turn,.bot{align-items:flex-start}
.turn,.extras{align-self:stretch}
.log:not(:empty)~:not(:empty){margin-top:20px}
.own,.bot{padding:12px 16px;line-height:1.55}
.bot{border-start-start-radius:6px}
.own{align-self:flex-end;max-width:88%;border-radius:min(var(--round),20px);border-end-end-radius:6px;
white-space:pre-wrap}
ul{padding-inline-start:1.2em}
li+li{margin-top:.3em}
::marker{color:var(--accent)}
time,.state{align-self:flex-end}
.failed,.danger,.wrong,.emergency h3,[aria-invalid]~.go{color:var(--danger)}
.urgent .bot{border-color:var(--danger);border-inline-start-width:4px}
.dots{width:max-content;padding:16px}
.dots i{width:7px;height:7px;border-radius:50%;background:var(--soft);animation:dot .6s infinite alternate}
.dots i+i{animation-delay:.2s}
@keyframes dot{from{opacity:.2}}
.choice,.main,.slot,.vote{min-height:44px;padding:9px 16px;border:1px solid var(--accent);
border-radius:min(var(--round),22px);line-height:1.35}
.choice,.slot,.vote:not([aria-pressed=true]){background:var(--surface);color:var(--accent)}
.choice{text-align:start}
:is(.choice,.slot,.main):hover{box-shadow:inset 0 0 0 2px}
.danger.danger{border-color:currentColor;color:var(--danger)}
.link{min-height:32px;padding:2px 6px;border:0;background:none}

.panel .trouble{position:static;margin:0;padding:10px 20px;border-top:1px solid var(--line);border-radius:0;
font-size:.9em}
.composer{padding:12px 16px 4px;border-top:1px solid var(--line)}
.field{align-items:flex-end;gap:4px;padding:3px;border:1px solid var(--control);border-radius:26px}
.field:focus-within{box-shadow:0 0 0 2px var(--accent)}
input,textarea{font:inherit;font-size:max(16px,1em);color:inherit;accent-color:var(--accent);background:var(--surface)}
textarea{flex:1;min-width:0;max-height:160px;padding:10px 14px;border:0;border-radius:22px;outline:0!important;
background:none;resize:none;line-height:24px}
::placeholder{color:var(--soft);opacity:1}
.go[aria-disabled=true]{background:none;color:var(--soft)}
.left{padding:0 14px 6px}
.foot{min-height:2.8em;padding:4px 20px 12px;font-size:.8em;text-align:center}

.card{gap:14px;padding:18px}
.card .card{padding:0;border:0}
.answer{gap:6px}
.sources{font-size:.94em}
summary{padding:10px 14px;border-radius:20px;cursor:pointer}
summary span{display:inline-block;margin-inline-start:8px;padding:1px 9px;border-radius:10px;background:var(--canvas)}
.sources>:not(summary){padding:0 16px 14px}
.article{gap:4px}
.helpful{padding-inline-start:6px}
.vote{min-height:36px;min-width:52px;padding:4px}
.slot{flex:1 0 104px}
.leaf{gap:14px}
.page{flex:none;width:58px;overflow:hidden;border-radius:12px;text-align:center;line-height:1.3}
.page span,.ticket span{display:block}
.page span{font-size:.8em}
.page b,.ticket b{font-size:1.45em}
.ticket{flex:1}
.ticket b{letter-spacing:.05em;user-select:all}
.way{min-height:44px;padding-inline-end:14px}
input:not([type=radio]){width:100%;min-height:48px;padding:10px 14px;border:1px solid var(--control);
border-radius:12px}
[type=radio]{width:22px;height:22px;margin:0}
input[aria-invalid]{border:2px solid var(--danger)!important}

section.emergency{flex:none;max-height:50%;overflow:auto;padding:14px 20px;background:var(--alarm);
border-bottom:2px solid var(--danger)}
.call{flex:1 0 auto;max-width:100%;min-height:44px;padding:8px 16px;border:1px solid var(--danger);border-radius:26px;
background:var(--surface);
color:var(--text);line-height:1.3;text-decoration:none}
.call.emergency{justify-content:center;min-height:52px;background:var(--danger);color:var(--on-danger);font-size:1.1em}
.emergency .choice{background:none;border-color:transparent;color:inherit;text-align:center;text-decoration:underline}
.privacy{overflow:auto;gap:16px;padding:16px 20px 24px}
.privacy>.link{align-self:flex-start}

@media(max-height:520px){.who p,.foot,.emergency h3{display:none}.head,section.emergency{padding-block:4px!important}
.call,.emergency .choice{flex:none!important;min-height:44px!important}}
@media(max-width:360px){.scroll,.privacy,section.emergency{padding-inline:12px}.composer{padding-inline:8px}}
@media(prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
@media(forced-colors:active){.main,.own,.go,.field,.call,.vote[aria-pressed=true]{border:2px solid}
.vote[aria-pressed=true]{forced-color-adjust:none;background:Highlight;color:HighlightText}}
@media print{:host,.panel{position:static!important}.panel,.chat,.scroll{display:block!important;width:auto!important;
height:auto!important;
border:0;overflow:visible;background:#fff;color:#000}
.panel:not(:has(.turn)),.opener,.round,.next,.composer,[role=status],.helpful,.dots,
.privacy,.foot{display:none!important}.own,.bot,.card,.sources{break-inside:avoid;background:#fff;color:#000;
border:1px solid #999}
.unseen{position:static;width:auto;height:auto;clip-path:none}
::details-content{content-visibility:visible!important;height:auto!important}}`;

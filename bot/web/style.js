// How the panel looks. The colours are those of widget.js.

export const STYLE = `
.panel{position:fixed;inset:auto 20px calc(96px + env(safe-area-inset-bottom,0px)) auto;width:min(412px,100vw - 40px);
height:min(720px,100dvh - 124px);max-width:none;max-height:none;margin:0;padding:0;border:1px solid var(--line);overflow:hidden;
border-radius:var(--round);background:var(--surface);color:var(--text);box-shadow:0 4px 12px #0000001a,0 16px 56px #0003;
flex-direction:column;overscroll-behavior:contain;overflow-wrap:anywhere;text-align:start}
.panel:dir(rtl){inset:auto auto calc(96px + env(safe-area-inset-bottom,0px)) 20px}
.panel[open]{display:flex;animation:come .2s ease-out}
@keyframes come{from{opacity:0;transform:translateY(12px)}}
.panel.full{inset:0!important;width:100%;height:100dvh;border:0;border-radius:0;
padding:env(safe-area-inset-top,0px) env(safe-area-inset-right,0px) env(safe-area-inset-bottom,0px) env(safe-area-inset-left,0px)}
.panel::backdrop{background:none}
h2,h3,h4,p,ul{margin:0;font-size:inherit}
a{color:var(--accent);text-underline-offset:3px}
header{display:flex;align-items:flex-start;gap:4px;padding:14px 12px 12px 20px;border-bottom:1px solid var(--line)}
header:dir(rtl){padding:14px 20px 12px 12px}
.who{flex:1;min-width:0;align-self:center}
h2{font-size:1.06em;line-height:1.3;font-weight:650;border-radius:4px}
.who p{color:var(--soft);font-size:.86em;line-height:1.4}
.round{flex:none;width:44px;height:44px;border:0;border-radius:50%;padding:0;background:none}
.round:hover{background:var(--canvas)}
.round .icon{width:24px;height:24px}
.icon.more{stroke-width:3}
.opener{position:relative}
.menu{position:absolute;z-index:2;inset-block-start:48px;inset-inline-end:0;width:max-content;max-width:min(280px,80vw);padding:8px;
border:1px solid var(--line);border-radius:16px;background:var(--surface);box-shadow:0 8px 32px #0003}
.menu>*{display:block;width:100%;min-height:44px;padding:10px 14px;border:0;border-radius:10px;background:none;color:inherit;text-align:start;
text-decoration:none}
.menu>:hover{background:var(--canvas)}
.chat,.privacy{flex:1;min-height:0;display:flex;flex-direction:column}
.scroll{flex:1;min-height:0;overflow:hidden auto;overscroll-behavior:contain;padding:20px;background:var(--canvas);scrollbar-width:thin;
scrollbar-color:var(--control) transparent;outline-offset:-3px!important}
.log,.turn{display:flex;flex-direction:column;align-items:flex-start;gap:8px}
.log{gap:20px}.log:not(:empty)+.log:not(:empty){margin-top:20px}
.turn{align-self:stretch}
.own,.bot{display:flex;flex-direction:column;gap:.65em;max-width:100%;padding:12px 16px;border-radius:var(--bubble);line-height:1.55;
--bubble:min(var(--round),20px)}
.bot{background:var(--surface);border:1px solid var(--line);border-start-start-radius:6px}
.own{align-self:flex-end;max-width:86%;background:var(--accent);color:var(--on-accent);border-end-end-radius:6px;white-space:pre-wrap}
.own ::selection{background:var(--on-accent);color:var(--accent)}
.bot+.bot,.own+.bot{margin-top:4px}
ul{padding-inline-start:1.2em}li+li{margin-top:.3em}li::marker{color:var(--accent)}
time,.state{align-self:flex-end;color:var(--soft);font-size:.8em;line-height:1.3;padding:0 6px}
.state.failed{color:var(--danger)}
.urgent .bot{border-color:var(--danger);border-inline-start-width:4px}
.note{align-self:center;color:var(--soft);font-size:.88em;text-align:center;max-width:34ch}
.dots{display:flex;gap:5px;width:max-content;margin-top:12px;padding:16px;border-radius:6px 20px 20px 20px;background:var(--surface);
border:1px solid var(--line)}
.dots i{width:7px;height:7px;border-radius:50%;background:var(--soft);animation:dot 1.2s infinite ease-in-out}
.dots i:nth-child(2){animation-delay:.15s}.dots i:nth-child(3){animation-delay:.3s}
@keyframes dot{0%,60%,100%{opacity:.3}30%{opacity:1}}
.next{margin-top:20px;display:flex;flex-direction:column;gap:12px;border-radius:12px}
.next:empty{margin-top:8px;min-height:1px}
.choices{display:flex;flex-wrap:wrap;gap:8px}
.choice,.main,.slot,.vote{min-height:44px;padding:9px 16px;border-radius:min(var(--round),22px);border:1px solid var(--accent);background:var(--surface);
color:var(--accent);font-weight:500;line-height:1.35;text-align:start}
.choice:hover,.slot:hover,.vote:hover{background:color-mix(in srgb,var(--accent) 10%,var(--surface))}
.main{background:var(--accent);color:var(--on-accent);font-weight:600;text-align:center}
.main:hover{filter:brightness(1.08)}
.danger{border-color:var(--danger);color:var(--danger)}
.link{min-height:32px;padding:2px 6px;border:0;background:none;color:var(--accent);font-weight:600;text-decoration:underline;text-underline-offset:3px}
.panel .trouble{position:static;max-width:none;padding:10px 20px;border-radius:0;border-top:1px solid var(--line);box-shadow:none;
background:var(--surface);font-size:.9em}
.composer{padding:12px 16px 4px;border-top:1px solid var(--line)}
.field{display:flex;align-items:flex-end;gap:4px;padding:3px;border:1px solid var(--control);border-radius:26px;background:var(--surface)}
.field:focus-within{border-color:var(--accent);box-shadow:0 0 0 2px var(--accent)}
textarea{flex:1;min-width:0;min-height:44px;max-height:160px;padding:10px 4px 10px 14px;border:0;outline:0!important;background:none;resize:none;
font:inherit;font-size:max(16px,1em);line-height:24px;color:inherit}
textarea:dir(rtl){padding:10px 14px 10px 4px}
::placeholder{color:var(--soft);opacity:1}
.go{background:var(--accent);color:var(--on-accent)}.go:hover{background:var(--accent);filter:brightness(1.08)}
.go[aria-disabled=true]{background:none;color:var(--soft)}
.left{font-size:.85em;color:var(--soft);padding:0 14px 6px}.left:empty{display:none}
[aria-invalid]~.go,:has(>.field>[aria-invalid])>.left{color:var(--danger)}
.foot{padding:4px 20px 12px;color:var(--soft);font-size:.78em;line-height:1.4;text-align:center}
.foot a{font-weight:600}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.card{display:flex;flex-direction:column;align-items:stretch;gap:14px;padding:18px;border:1px solid var(--line);border-radius:min(var(--round),20px);
background:var(--surface)}
.card .card{padding:0;border:0}
.card>.main,form>.main{align-self:stretch}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px}
.card .row .main{flex:1 1 100%}
.soft{color:var(--soft);font-size:.92em}
h3{font-size:1.1em;font-weight:650;line-height:1.35}
h4,b{font-weight:600}
.extras{align-self:stretch;display:flex;flex-direction:column;gap:10px}
.answer{display:flex;flex-direction:column;gap:6px}
.sources{border:1px solid var(--line);border-radius:14px;background:var(--surface);font-size:.92em}
summary{min-height:44px;padding:10px 14px;border-radius:14px;cursor:pointer;font-weight:500}
summary span{display:inline-block;margin-inline-start:8px;padding:1px 9px;border-radius:10px;background:var(--canvas);color:var(--soft);font-size:.88em;
font-weight:400}
summary::marker{color:var(--accent)}
.sources>:not(summary){padding:0 16px 12px}
.article{display:flex;flex-direction:column;gap:4px}
.article+.article{padding-top:12px;border-top:1px solid var(--line)}
.article p{color:var(--soft)}
.helpful{display:flex;flex-wrap:wrap;align-items:center;gap:6px;color:var(--soft);font-size:.9em;padding-inline-start:6px}
.helpful span{margin-inline-end:4px}
.vote{min-height:36px;min-width:52px;padding:4px 14px;border-color:var(--control);color:inherit;text-align:center}
.vote[aria-pressed=true]{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
.slots{display:flex;flex-wrap:wrap;gap:8px}.slots h4{flex:1 1 100%}
.slot{flex:1 1 104px;max-width:170px;text-align:center}
.leaf{display:flex;gap:14px;align-items:center}
.page{flex:none;width:58px;border:1px solid var(--line);border-radius:12px;overflow:hidden;text-align:center;line-height:1.2}
.page span{display:block;padding:3px 2px;background:var(--accent);color:var(--on-accent);font-size:.75em;font-weight:600}
.page b{display:block;padding:5px 0 7px;font-size:1.4em}
.ticket{flex:1}.ticket span{display:block;color:var(--soft);font-size:.88em}
.ticket b{font-size:1.5em;letter-spacing:.06em;user-select:all;font-variant-numeric:tabular-nums}
fieldset{margin:0;padding:0;border:0;min-width:0}
legend,label{font-weight:500}legend{padding:0;margin-bottom:6px}
.labelled{display:flex;flex-direction:column;gap:6px}
.way{display:flex;align-items:center;gap:8px;min-height:44px;padding-inline-end:14px}
input{font:inherit;font-size:max(16px,1em);color:inherit;accent-color:var(--accent)}
input:not([type=radio]){width:100%;min-height:48px;padding:10px 14px;border:1px solid var(--control);border-radius:12px;background:var(--surface)}
input[type=radio]{width:22px;height:22px;margin:0}
input[aria-invalid]{border-color:var(--danger);border-width:2px}
.wrong{color:var(--danger);font-size:.92em}.wrong:empty{display:none}
.consent{gap:12px;border-color:var(--accent)}
.emergency{flex:none;max-height:50%;overflow:auto;display:flex;flex-wrap:wrap;gap:8px;padding:14px 20px 16px;background:var(--alarm);
border-bottom:2px solid var(--danger)}
.emergency h3{flex:1 1 100%;color:var(--danger)}
.call{flex:1 1 auto;display:flex;align-items:center;gap:8px;min-height:44px;padding:8px 16px;border:1px solid var(--danger);border-radius:22px;
background:var(--surface);color:var(--text);font-weight:600;line-height:1.3;text-decoration:none}
.call .icon{flex:none;margin:0;width:20px;height:20px;color:var(--danger)}
a.call.emergency{flex:1 1 100%;max-height:none;min-height:52px;justify-content:center;background:var(--danger);color:var(--on-danger);font-size:1.12em}
a.emergency .icon{color:inherit}
.emergency .choice{flex:1 1 100%;border-color:transparent;background:none;color:var(--text);text-decoration:underline;text-underline-offset:3px;
text-align:center}
.privacy{overflow:auto;gap:16px;padding:16px 20px 24px}
.privacy>.link{align-self:flex-start;padding-inline:0}
.rows{display:flex;flex-direction:column;gap:10px}
@media(max-height:520px){.who p,.foot{display:none}header{padding-block:4px!important}.scroll{padding-block:12px}
.emergency{flex-wrap:nowrap;max-height:none;padding-block:8px;overflow:auto hidden}.emergency h3{display:none}
.emergency :is(.call,.choice){flex:0 0 auto!important;min-height:44px!important;white-space:nowrap}}
@media(max-width:360px){header,.scroll,.privacy{padding-inline:14px}.composer{padding-inline:10px}.own{max-width:94%}}
@media(prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
@media(forced-colors:active){.main,.own,.go,.vote[aria-pressed=true],.field,.call{border:2px solid ButtonText}
.vote[aria-pressed=true]{forced-color-adjust:none;background:Highlight;color:HighlightText}.dots i{background:CanvasText}}
@media print{:host{position:static!important}.panel,.panel.full{position:static!important;display:block!important;width:auto!important;height:auto!important;
border:0;box-shadow:none;overflow:visible;color:#000;background:#fff}
.panel:not(:has(.turn)),.opener,.round,.next,.composer,[role=status],.helpful,.dots,.privacy,.foot{display:none!important}
.chat,.scroll{display:block!important;overflow:visible;background:none;padding-inline:0}
.own,.bot,.card,.sources{break-inside:avoid;background:#fff!important;color:#000!important;border:1px solid #999}
.unseen{position:static;clip-path:none;font-weight:600}.sources::details-content{content-visibility:visible;height:auto}}
`;

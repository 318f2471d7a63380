/**
 * The style of the page. Versions are shades of one hue, the newest the strongest, so that their order is seen without colour. Texts
 * have a contrast of 4.5:1 or more in both schemes.
 */
export const style = `
:root{--page:#fff;--text:#1b2430;--soft:#566172;--rule:#dfe3e8;--hover:#f4f6f8;--good:#1a7343;--bad:#b3261e;--stale:#bd7f14;--fallback:#7f1d1d;--alert:#fdf3e1;
--s0:#d3d8de;--s1:#dfeaf5;--s2:#c4d9ed;--s3:#a5c5e3;--s4:#83afd8;--s5:#6298ca;--s6:#3673b0;--s7:#1d5796;--on-5:#0f1c2a;--on-7:#fff;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--page:#14181d;--text:#e4e8ed;--soft:#9aa6b4;--rule:#2c343d;--hover:#1c2229;--good:#5fce93;--bad:#ff8a80;--stale:#efc56b;--fallback:#c2453f;--alert:#33290f;
--s0:#3c444e;--s1:#1c3048;--s2:#22405f;--s3:#2a5178;--s4:#376796;--s5:#5b8fc4;--s6:#82b0de;--s7:#b0d2f3;--on-5:#0d1a28;--on-7:#0d1a28}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums lining-nums}
main{max-width:60rem;margin:0 auto;padding:3rem 1.5rem 6rem}
h1,h2,h3{line-height:1.2;font-weight:650;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:2rem;margin:0;letter-spacing:-.015em}
h2{font-size:1.375rem;margin:4rem 0 1rem;letter-spacing:-.01em}
h3{font-size:1rem;margin:2.5rem 0 .5rem}
p{margin:0 0 1rem}
.range{margin:.5rem 0 0;color:var(--soft)}
.note,caption,.unit,.interval{color:var(--soft);font-size:.8125rem}
.note{margin:1.5rem 0 .5rem;max-width:42rem}
.empty{margin:4rem 0;color:var(--soft)}
.alert{background:var(--alert);border-left:3px solid var(--stale);padding:.75rem 1rem;font-size:.875rem;overflow-wrap:anywhere}
.badge{margin-left:.25rem;padding:.1rem .5rem;border:1px solid var(--rule);border-radius:1rem;color:var(--soft);font-size:.8125rem;font-weight:400}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.totals{display:flex;flex-wrap:wrap;gap:1.5rem 3.5rem;margin:2.5rem 0 0}
.totals dt{color:var(--soft);font-size:.8125rem}
.totals dd{margin:0;font-size:1.375rem;font-weight:650;letter-spacing:-.01em}
svg{display:block}
.chart{display:grid;grid-template-columns:40px minmax(0,1fr)}
.chart text,.plot text{fill:var(--soft);font-size:12px}
.plot{overflow:visible}
.plot path{stroke:var(--page);stroke-width:1;vector-effect:non-scaling-stroke}
.grid,.tick{stroke:var(--rule)}
.axis{stroke:var(--soft)}
.shade-0{fill:var(--s0)}.shade-1{fill:var(--s1)}.shade-2{fill:var(--s2)}.shade-3{fill:var(--s3)}.shade-4{fill:var(--s4)}.shade-5{fill:var(--s5)}.shade-6{fill:var(--s6)}.shade-7{fill:var(--s7)}
.stale{fill:var(--stale)}.fallback{fill:var(--fallback)}
.chart [class^=on-]{fill:var(--text);font-weight:600}
.chart .on-shade-5{fill:var(--on-5)}.chart .on-shade-6,.chart .on-shade-7{fill:var(--on-7)}
.swatch{display:inline-block;width:.75rem;height:.75rem;margin-right:.5rem;border-radius:2px}
.note .swatch{margin:0 .375rem 0 .25rem;vertical-align:-1px}
span.shade-0{background:var(--s0)}span.shade-1{background:var(--s1)}span.shade-2{background:var(--s2)}span.shade-3{background:var(--s3)}span.shade-4{background:var(--s4)}span.shade-5{background:var(--s5)}span.shade-6{background:var(--s6)}span.shade-7{background:var(--s7)}span.stale{background:var(--stale)}span.fallback{background:var(--fallback)}
.list{margin-top:1rem;border-bottom:1px solid var(--rule)}
.prompt{border-top:1px solid var(--rule)}
summary{cursor:pointer}
summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--s5);outline-offset:2px}
.prompt>summary{display:grid;grid-template-columns:minmax(0,1fr) 9rem 9rem 7rem 6rem;gap:1rem;align-items:center;padding:.5rem .25rem;list-style:none}
.prompt>summary::-webkit-details-marker{display:none}
.prompt>summary:hover{background:var(--hover)}
.name{font-weight:550;overflow-wrap:anywhere}
.name::before{content:"";display:inline-block;margin-right:.625rem;border:solid var(--soft);border-width:0 1.5px 1.5px 0;width:.4rem;height:.4rem;transform:rotate(-45deg);vertical-align:2px}
[open]>summary>.name::before{transform:rotate(45deg)}
.number{text-align:right;white-space:nowrap}
.spark path{fill:var(--s5)}
.body{padding:0 .25rem 3rem 1.25rem}
table{width:100%;border-collapse:collapse;font-size:.875rem}
.figures{margin-top:2rem}
caption{text-align:left;padding-bottom:.25rem}
th,td{padding:.3rem 0 .3rem 1rem;text-align:right;font-weight:400;border-top:1px solid var(--rule);vertical-align:baseline}
th:first-child{padding-left:0;text-align:left}
thead th{color:var(--soft);font-size:.8125rem;border-top:0;white-space:nowrap}
td{white-space:nowrap}
abbr{text-decoration:none}
.measures tbody tr:not(.measure)>*{border:0;padding-top:.15rem;padding-bottom:.15rem}
.measures tbody::after{content:"";display:block;height:.5rem}
.measure th{padding-top:.5rem;font-weight:600;overflow-wrap:anywhere}
.bar-column{width:34%}
.bar{display:inline-block}
.series{margin-top:1.5rem;font-size:.8125rem;color:var(--soft)}
.series table{color:var(--text);margin-top:.5rem;width:auto}
.scroll{overflow-x:auto}
.forest{margin:1.25rem 0 2rem;table-layout:fixed}
.forest caption{color:var(--text);font-weight:600;font-size:.875rem}
.forest th,.forest td{border-top:0;vertical-align:middle;padding-top:0;padding-bottom:0}
.forest thead th{vertical-align:bottom}
.forest tbody td:not(.plot-column){text-align:left}
.forest thead th:not(.plot-column){text-align:left}
.forest th{width:15%;overflow-wrap:anywhere}.forest .mean{width:9%}.forest .plot-column{width:31%}.forest .lift{width:22%}.forest .p{width:6%}.forest .verdict{width:17%}
.interval{margin-left:.375rem}
.zero{stroke:var(--soft)}
.whisker{stroke:var(--soft);stroke-width:2}
.point,.arrow{fill:var(--soft)}.plot .arrow{stroke:none}
.control .point{fill:var(--page);stroke:var(--soft);stroke-width:2}
.better .whisker{stroke:var(--good)}
.better .point,.better .arrow{fill:var(--good)}.better .verdict{color:var(--good);font-weight:600}
.worse .whisker{stroke:var(--bad)}.worse .point,.worse .arrow{fill:var(--bad)}.worse .verdict{color:var(--bad);font-weight:600}
@media(max-width:44rem){
.forest tr>.mean,.forest tr>.plot-column,.forest tr>.lift,.forest tr>.p,.forest tr>.verdict{width:auto}
main{padding:2rem 1rem 4rem}
h1{font-size:1.75rem}
.totals{display:grid;grid-template-columns:auto auto;gap:1rem 2rem;justify-content:start}
.odd text{display:none}
.prompt>summary{grid-template-columns:repeat(3,auto);justify-content:space-between;gap:.125rem .5rem;font-size:.8125rem}
.prompt>summary .name{grid-column:1/3;font-size:1rem}
.number{text-align:left}
.body{padding-left:0;padding-right:0}
.bar-column{display:none}
th,td{padding-left:.5rem}
.forest,.forest tbody,.forest thead{display:block}
.forest tr{display:grid;grid-template-columns:auto auto;justify-content:space-between;padding:.75rem 0 .25rem}
.forest thead tr{padding:.25rem 0 0}
.forest thead th:not(.plot-column){display:none}
.forest tr>*{padding:0;width:auto}
.forest .plot-column{grid-column:1/-1;order:1}
.forest .lift{order:2}.forest tbody .verdict,.forest tbody .p{text-align:right!important}
.forest .p{order:3}
.forest .mean{order:4;grid-column:1/-1}
.forest td[data-label]::before{content:attr(data-label) " ";color:var(--soft);font-size:.8125rem}
}
`;

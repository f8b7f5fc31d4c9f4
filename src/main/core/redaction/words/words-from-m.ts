/** The second half of the alphabet of plain words. */
export const wordsFromM = `
media median medians medium meet meeting meetingid meetings meetingurl meets megabyte megabytes mem
meminfo memo memory mend mended mends menu merely merge merged merging message messages met meta
metadata meter meters method metrics mi mic microphone microsecond microseconds microsoft mid middle
midi migrate migrated migrates migration migrations million millions millisecond milliseconds min mine
minimize minimized minor mint minus minute minutes mirrors mislead miss missed misses missing mistake
mistakes mistyped mix mixed mixer mjs mkdir mkdtemp modal mode model models modes module modules moment
moments monitor monitored monkey mono monotonic monterey month more most mostly mount mounted move moved
moves movie moving mp mpeg ms msg mtime mu much multipart multiple multiply multistream musl must mutate
mutation mutations mute muted my na name named names naming nan narrow narrowest native nav navigate
navigation navigator near nearer nearest nearly need needed needs negative neighbours neither nest
nested nesting nests net network networks never nevertheless new newcomer newer newest news next nfs
ngrok night ninety no noble nobody node nodejs nodes noise non none nonnegative nonsense nor normal
normalise normalised nosniff not notadb notarization notation note noted notes notfound nothing notice
noticeably noticed notices notification notifier notify now nowhere np npm npx nsis nt ntfs null
nullable nullish number numbered numbers nvidia oauth object objects observe observed observer
occurrence occurrences occurs octet odd oddities oddity of off offer offered offering offers offline
offset often ogg ok okabe ol old older oldest omit on once one ones only oom open openai openapi opened
opener openers opening openings opens openssl opensuse operstate opposite optimize option optional
options or order ordered ordinary org origin original origins os other others otherwise our ours
ourselves out outbox outcome outgrows outlives output outputs outranks outside over overdue overflow
overhead overlap overlapping overlaps overlay overlayfs overload overloaded override overscan overtake
overtook overview overwrite overwritten own owned owner owners owns pac pace paced package packaged
packages packaging packed packet packets packing packs pactl pad padding pads page pagehide pages
pageshow paid pair pairs pane panel panes panic paragraph parallels parameters params parec parent
parents park parked parking parse parsed parser parses parsing part parted partial participant
participants partly partner parts pass passages passed passes passive passphrase passw password
passwords past pasted patch path pathext pathname paths patience patiently pattern patterns pause paused
pauses pausing payload pays pcap pcapng pcm pdf peak peer peers pem pending people per percent
percentile percents perf perfect perform performance perhaps period permessage permission permissions
persisted person personal pestered phase phones phrase phrases physical pick picked picker picture pid
pids piece pieces pile piling ping pinged pings pino pipe pipeline pipes pipewire pixels pkg place
placed placeholder placement places plain plainly plan planned planner plant planted plantronics plants
plasma platform platinum play playable played player players playing plays please plist plot plug
plugged plus pm png pocketsphinx point points poison policy polish polite polyline pong ponged pongs pop
port ports portuguese posinset position positionals positive posix possible post posted posts power
powers pragma pre precedes precision prefault prefer preference preferences prefix prefixes preload
premultiplied prepare prepared present presents preserve preset presets press pressed presses pretend
pretends prettify prevent preview previous price prices primary prime print printed prints priority
privacy private privileged privileges prob probabilities probably probe probed probes problem problems
proc process processed processes processing processor processorerror processors product production
professional profile program programmers programs progress progressed project prolong promise promised
promises promisified promisify prompt proof properties property proposal propose props proto protocol
prototype prove proved proves provided provider proving proxies proxy prune pruned prunes pruning public
publish published publisher publishes publishing pulled pulse pulseaudio punctual punctuation pure
purpose push pushes put puts pv pw px python qemu quality quantile quantum quarrel quarter quarters
queries query question questions queue queued queueing queues quick quickest quickly quiet quieter quit
quits quitting quot quota quotation quote quoted quotes quoting race radar radeon radio radius raise
raised raises ram ramp ran random range rangeerror ranges rank rate ratelimit rates rather ratio ratios
raw reach reachable reached reaches react read readable readdir reader readers readfile readiness
reading readline readlink readonly reads ready real realizados really realpath realtek reason reasons
rebinds rebound rebuilt receipt receipts receive received receivers recent recipient reclassify
recognised recogniser recognisers recognition recommend recommendation recommendations reconnect
reconnection reconnects reconsider record recorded recorder recording recordings records recover
recoverable recovered recovery rectangle recursion recursive red redact redacted redaction redactions
redactor redhat redirect redirects redraws reduce ref refer reference referenceerror references referrer
refetch refine reflect refresh refreshes refusal refusals refuse refused refuses reg regex region
register registered registers registration registrations regular reinstall reject rejected rejection
rejects related relation relations relative release released reload reloader rely rem remaining remember
remembered remembering remembers remote remove removed rename render rendered renderer renders renew
renews reorder repaint repair repaired repairing repeat repeated repeats repetition repetitions replace
replaced replacement replacements replaces replay replayed replays reply report reported reports request
requested requests requeue require required requires requiring resampler resamples resemble resembles
resend reserved reset resets resize resolution resolve resolved resolvers resolves resource resources
response rest restart restarted restarting restarts rested restore restrict restricted rests result
results resume resumes resuming retained retention retired retried retries retry return returned returns
reused reverse reversed review revive reviver revoke rewrite rf rfc riff right ring rings rip rises
rising rm rms robust role rolled room root rotate rotating roughly round rounded rounds route routes row
rowheader rowid rows rpc rpm rss rtc rtt ru rule rules rumble run rundll rung runner running runs
runtime russian rx ryzen safe safely safer said salt salted salvage salvaged salvaging same sample
sampled sampler samples samsung sandbox sandboxed sans satisfies save saved saves saving saw say saying
says scalar scale scaled scales scaling scan scanner scans schedule schema schemas scheme schemes scope
scopes score scratch screen screens screenshot script scripts scroll scrolled scrolling scrolls scrum
scrumbot sdk seal sealed seals seam search searchable searched searches sec second seconds secret
secrets section secure security see seed seen sees seg segfault segment segmenter segments segv seldom
select selected selection selects self sen send sender senders sending sends sennheiser sensitive sent
sentence sentences sep separate separator separators september seq seqs sequence sequences sequoia
serial serializers series serif serve served server servername servers serverversion serves service
services serving session sessions set setback setbacks sets setsize setting settings settle settled
setup several severity sha shake shaken shakes shaking shaky shallow shape shapes share shared shares
shell shift shm short shortcut shortcuts shorten shortened shorter shortest shortly should show showed
showing shown shows shrinking shrinks shut shutdown shuts si siblings side sided sides sigabrt sight
sigint sigkill sign signal signals signature signatures signed signing signs sigsegv sigterm silence
silenced silent silently silero silk silver similar similarity simple simply simulate simulated
simulation since single singles sink sinks sirv site sites sits six sixteen sixth size sizes skew skewed
skip skipped sl slashes sleep sleeps slept slice slider slope slopes slot slots slow slowed slower
slowest slowly slows small smaller smallest smhd snap snapshot snapshots so socket sockets socks socks5
solid some somebody someone something somewhere son sonoma sony soon sort sorted sorting sorts sound
soundcore source sources space span spanish spans spare spawn speaches speak speaker speakers speaking
speaks special specific specification speech speed speeds spell spellcheck spelling spill spilling
splice split spoken spool spread spreadsheet spreadsheets sq sql sqlite sqrt squares src srt ssd ssl
stack stackoverflow stage stages stale stall stalled stalls stamp stamped stamps stand standard
standardized stands star start started starting starts starved stat state statement states statfs static
statistics stats status statuses stay stays std stderr stdin stdio stdout steady steal steer steers step
steps stereo still stitch stood stop stoppable stopped stopping stops storage store stored stores
storing storm story str straight strangely strangers stream streamed streaming streams stretch stretches
strict strictest strictly string stringify strings strip stripping strips stroke strong stronger struck
structure structured stuck style sub subarray subject submenu submit subnet subscribe subscribed
subscribers subscribes subscribing subscription subscriptions substitution substr subsystem subtitles
subtraction succeeds success such suffix suffixes suggestion suit sum summaries summary summed super
support supported suppressed suppression sure surplus surprise surrogate surrogates survey survive
suspect suspected suspend suspended suspense suspension svg swap sweep switch switched switches
switching syllable symbol symbolic sync synced synchronous synchronously syncing syntax syntaxerror
synthetic syscall system systemd systeminformation systempreferences systems sz tab table tables tag
tags tail tailing take taken takes taking talk talked talking talks taller tanstack target targets task
tasks tbody tcp td team teeth telephone telephones tell teller telling tells temperature template
templates temporary ten tens tenth tenths terminal terminals terminate test tested testing tests text
texts th than thank that the thead theil their theirs them theme themselves then there these they thin
thing things thinned third thirty this thoroughly those though thousand thousands thread threads three
threshold thresholds threw throttling through throughout throw thrown throws thumbnail tick ticking
ticks tier tight time timed timeline timeout timer timers times timestamp timezone timing timings title
titles tls tmpdir tmpfs to today together toggle togglefullscreen token tokenize tokenizer tokens told
tolerance tolerates tone tones too took tool tools tooltip top topic topics topmost total totalmem
totals touch touched touches touching towards tr trace traces track tracks traded trades traffic trained
transaction transcribe transcribed transcriber transcribes transcribing transcript transcription
transcriptions transcripts transform translate translated translation transport travel travels tray tree
trial tried tries trigger trim trimmed trip trips trixie trouble troubles troubleshooting true truncate
trusted trusting trusts truth try trying ts tsconfig tsx tty tulos tunnel tunnels tuple turbo turkish
turn turned turns twelve twentieth twice twin twins two tx txt type typed typeerror typeof types
typescript typing ubuntu udb udc udfff udp ufeff uff ufff ufffb ufffd uffff ui uint uk ukrainian ul ulaw
unable unanswered unasked unauthori uncaught uncertainty unchanged uncompressed unconfirmed uncovered
uncut undecided undefined undelivered under underscore understands understood undici undoes undone
unexpected unexpectedly unexplained unfilled unfinished unhandled unhashable unheard unhide unicode
union unique unit units unity unix unknown unless unlike unlimited unlink unlisted unlock unlocked
unmark unmarked unmute unnamed unnoted unnoticed unpack unpacked unpacks unpipe unproved unquoted
unreachable unreadable unref unsafe unsaved unseen unsent unset unshift unsigned unsubscribe unsupported
untertitel untidy until untimed untouched untranscribed unusable unused unusual unwatched unwrap
unwritable up update updated updater updates upgrade upgraded uplink upload uploaded uploads uplot upper
uptime urgency uri url us usable usage usb usd use used useful user username users uses using usual
usually utc utf util utilisation utilization utils utterance uuid uv v8 vacuum valgrind valid validate
validates validation validator value valuemax valuemin valuenow values valuetext vanish vanished
variable variables variance variant vector vendor ventura verbose verdict verdicts verified verify
version versions vertical very video videos vielen view viewport violation violations virtio virtual
virtualbox virtualizer virus visibility visibilitychange visible visually vitals vitest vm vmware voice
void volume volumes vorbis vowels vtt wait waited waiting waits wake wakefulness wakes wal walk walked
walking walks wall wallet wang want wanted wants warm warn warned warning warnings was wasapi wasted
watch watchdog watched watcher watchers watches watching water wav wave way wayland ways we weaker wears
web websocket webview webvtt weekly weighs weight weights well went were what whatever wheel when
whenever where wherever whether which whichever while whisper white who whoever whole whose why wide
widened widening widespread widest width widths wifi will win win32 window windows winmm wins wiped
wipes wire wired wireless wires wish wished with within without woff woken word words work worked worker
workers working worklet works world worse worst worth worthwhile would wr wrap wrapping wraps writable
write writefile writer writers writes writing written wrong wrote ws wscat wsl wss wx x11 x64 x86
xauthority xdeadbeef xdg xe xen xenial xeon xf xfe xff xfffe xffff xml xx yardstick yauzl yazl year yes
yesterday yet yield yields yml you young your yue za zero zeros zfs zh zip zlib zod zone zoned zones
zoom zstandard zuschauen
`;

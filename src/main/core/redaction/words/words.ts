import { wordsFromM } from './words-from-m.ts';

/**
 * The words of our own messages and of what systems say of themselves: what free text may keep. No names of people and
 * places are among them. A word that is missing costs one word of a message; a name that is in here costs a secret.
 */
export const plainWords: ReadonlySet<string> = new Set(
  `
abnormal abort aborted aborterror aborting about above abs absence absent absolute ac accelerator
accents accept accepted access accident account acer ack acknowledge acknowledged acknowledgement
acknowledges acks across act action actions activate active activity add added addition addr address
addresses addressing adds admin adpcm advance advice advices ae aes affected after afterwards again
against age agent agents aggregate aggregateerror ago agree agreed agreement agrees ahead ai airpods
alarm alaw alert alerts align aligned alike alive all alloc allocated allow allowed allows alone along
alphabetical alphanumeric already alsa also alter although altname altogether always amazon amber amd
among amount amp amplified amplitude amr an analyse analysed analyser analysers analyses analysing
analysis analyze analyzer ancestors and anew announced anonymous another answer answered answering
answers any anybody anything anyway anywhere apart apfs api apostrophe app appear appearance appeared
append appending appends apperror appimage apple application apply approximation ar arabic arch
architecture archive are area areas arenas arg args argument arguments argv aria arm arm64 around array
arrival arrive arrived arrives arriving arrow arrows article as asar ascending ascii asia asian aside
ask asked asking asks asleep aspect assemble assembler assembly asserted assertion assets assign assumed
assumes asus async asyncfunction at atomic atomics attach attached attack attacked attacker attacks
attempt attempts attendees attribute attributes au audible audio audiobook audioinput audiooutput
audiosha australia authenticamd authenticated authorities authority authorization auto autoincrement
autoplay autostart available average averaged averages avg avi await awaited awake away aws axis back
backend backends background backlog backoff backslash backslashes backup backwards bad badge bait bar
bare barrier bars base baseline basename bases basic batch batches battery bavail be bear bearer became
because become becomes been befell before beforehand began begin beginning begins begun behaves behind
being believe believed belong belongs below bench beside besides best better between beyond bfs big
bigger bigint billed billing bills bin binaries binary bind bios birpc bit bitmap bits black blamed
blank blanks blind blindness blob blobs block blocker blockmap blockquote blocks bloom blue bluetooth
bodies body bomb books bookworm boolean boot booting boots border bose bot both bottom bound boundary
bounded bounds box bprox brace bracket brackets branch brand break breakable breaks breath bridge brief
bring brings broke broken brotli brought browser browsers bsize btrfs bucket buckets buffer buffered
buffering buffers build builder builders builds built bullseye bundle bundled bundles burst bus business
busy but button buttons bw by bye byte bytecode bytes ca cache caches call callback called caller
callers calls came camel camera can canaries canary cancel cancellation cancelled cancelling cannot
canonical cantopen canvas cap capabilities capitals caption captions capture captured capturer captures
capturing card cards cargo carriage carried carries carry cascade case cases catalogue catch catching
caught cause causes cc cd ceil ceiling cell cells censor centos centre cert certain certainty
certificate certificates certs cf cgroup chain chains chance change changed changelog changes changing
channel channels char character characters charge charger charging chars charset chart charts check
checkbox checked checker checking checklist checkout checkpoint checkpointed checks child children
chinese chmod choice choices choose choosing chose chosen chrome chromium chunk chunks circle
circumstances cirrus cjs claim claimed claims clash clashes class clean cleaned cleanly clear cleared
clears cli click clicked clicks client clients clipboard clipped clock clocks clones close closed
closely closes closing cluster cmdline co coalesce coarse code coded codename codes coerce col collapse
collect collected collection collector collectors collects colon color colors colour colours column
columnheader columns com come comes comfortable coming comma command commander commands commas comment
commit commits committed common compact comparable compare compared compares comparison compatible
compiled compiler complain complained complains complete completed completes completion component
composition compress compressed compression computed computer computes concat concerns condition
conditions conexant conf confidence confidences confident config configure confirm confirmations
confirmed confirms conflict conflicts conn connect connected connecting connection connections connects
console const constant constants constraint constraints constructor consumer contain container content
contentless contents context continue continues continuous contract contributing control controller
controllers controls conversion convert converted converter cookie cookies cool cools coordinates copied
copies copy copyfile copying core coreaudio cores correct corrected correction corrupt cost costs could
count counted counter counters counting counts covariance cover covered covers cpp cpu cpus crash
crashes crashpad crc create created creates creator credential credentials critical cross cruiser crypto
csc css csv ctrl cubic cue cues curl current cursor custom cut cuts cutter cutters cutting cwd cx
cyrillic da damage damaged danger dark darwin dash dashboard dashed dashes data database datasync date
day days db dd de dead deadline deadlock deals death deaths debian debt debug debugger dec decibels
decide decided decides decimal decimals decision decisions declare decode decoded decoder decoders
decoding decrypt decrypter decrypts deep deeper deepest deeply default defaults defect deferred define
deflate delay delays delete deleted deletes deleting deletion delimiter delimiters deliver delivered
deliveries delivering delivers delivery dell demand denied depend dependably dependencies dependency
depends deployed deployment deprecated depth depths der derived desc descend descendants describe
described description descriptor design desk desks desktop desktops dest destination destroy destroyed
detached detail details detected detection detector determined dev devanagari developers developing
development device devicechange devices diacritics diagnostic diagnostics dial dialog dialogs did died
dies diff differ difference differences different differently differing differs digest digit digital
digits dir direct direction directions directly directory dirname disable disabled discard disclosure
disconnect disconnected discover discovery discriminated disk dismiss dispatch display displayport
displays disposition dist distance distinct distribution distro disturb disturbs div division dl dll dmp
dns do dock docker docs doctor doctype document documents does dollars dom domain done dont door doors
dormant dot double doubles doubt doubted doubtful doubts down download downloaded downloads downmix
dozen dpapi draft dragged dragging drain drained draining drawn draws drift drive driver drop dropped
dropping drops ds dt due dump dumps duplicate duplicated duplicates durability durable duration
durations during dutch duties dylib dynamic eacces each eaddrinuse eai earlier earliest early earphones
earth easily east ec echo echoes echogarden econnaborted econnrefused econnreset ed edge edges edit
edited edits edquot eexist effect effective efficient efmt ehostdown ehostunreach eight eisdir either
elapsed electron element elements eleven eloop else elsewhere email embedded emfile emptied empties
empty emscripten emulation en enable enabled enametoolong encode encoded encoder encodes encoding
encodings encrypt encrypted encrypter encryption encrypts end ended endian ending endings endless ends
energy enetdown enetunreach enfile engine engines english enhanced enoent enormous enospc enotconn
enotdir enotfound enough ensure enter entered entering enters entitlements entries entry enum enumerate
env environment eperm epipe eproto eproxy epyc equal equality equals equiv erasable erase erased eraser
erasure erofs err errno error errorcode errors es escape escaped escapes eslint espeak estimate
estimated estimates ethernet etimedout europe even evenly event events eventtype ever every everybody
everyone everything everywhere evidence exact exactly examine example exceeded exceeds except exception
exceptions exchange exchanged exclude excluded exe exec executable execute exempt exist exists exit
exited exits exp expanded expect expected experimental expired explain explained explaining explains
exponent exponential exponents export exported exporting exports expose exposes expression ext extend
extended extends extensible extension extensions external extname extra extract fa face fact factor
facts fail failed failing fails failure failures faint fall fallback falls false family far fast faster
fastest fatal fault faultless faults faulty fd feature features fed fedora feed feeds fetch fetched
fetching few fewer fewest ff ffmpeg ficlone field fields fieldset fifteen fifth fifty figcaption figure
figures file filename files fill filled filling fills filter filtered filtering filters final finally
find finder finding findings finds finer fingerprint finish finished finishes finishing finite fired
fires firewall first firstname fit fits fitted fitting five fix fixed fixes flac flag flagged flags
flapping flash flat flatpak flicker flickering flight flipped float floating floats floor floors flow
flush flushed flushes flushing fn focal focus focused folded folder folders follow followed follower
followers following follows font for forbid forbidden force foreign forget forgets forgot forgotten form
format formats formatters formed forms formula formulas forty forward found foundation four fraction
fragment frame frames framing free freed freedesktop freeing freelist freemem frees freeze french
frequent fresh from front fs fsync fts fulfilled full fullname function functions further fuses fvad
gain gained gap gaps garbage gate gates gateway gateways gather gathered gathering gathers gave gb gcc
gdbus geforce general generated generating generation generations generator generic generous genuine
genuineintel german gesture get getaddrinfo gets getting ggml gi gigabyte gigahertz github give given
gives giving glance glibc gnome go goal goes going gone good got gp gpu grandchild grant granted
granularities graph graphics graspable great greatest green greeted greeting greetings greets grew groq
group grouped groups grow growing grown grows growth gsk gt gu guard guards guess guessed guesses guide
guilty gunzip gzip habit had half halls hallucination halve halved halves han hand handed handful handle
handled handler handlers hands handshake handshakes hang hanging hangover hangs hangul hangup happened
happens har hard hardened hardly harmed has hash hashchange hashed hashes have having hda hdmi head
header headers heading headless headline headphones heads headset health healthy heap heaps heapsnapshot
hear heard hearers hearing hears heartbeat heartbeats heavy heic height held help helper helpers here
hex hexadecimal hi hidden hide hides high higher highest hindi hint hints hiragana histogram histories
history hit hits hold holders holding holds hole home homedir homepage hooks hop hoped hopeless host
hostile hostname hosts hour hours house how however hp href html http https hub hum hundred hundredfold
hundreds hundredth hundredths hung hurried hurry hyper hypervisor hyphens hypot hz i386 ia32 ico icon
icons id identity idle ids iec ies if iface ignore ignored image images img imitation immediate
immutable impatient implements import imported imports imul in include included includes including
incoming incompatible incomplete incorrect incremental increments indent indented independent index
indexed indexes infer infile infinity infix inflate info inform inherited init initial initialization
ink inline inner ino inode inodes input inputs insecure insert inserting insertion inserts inside
inspect inspection install installation installed installer installers installing installs instance
instanceof instant instead instr int integer integers integrated integration integrity intel interactive
interest interface interfaces interleave interleaved intermittent internal internet interpreted
interrupt interrupted interrupts intersection interval intl into invalid invalidate invalidated invent
invisible io ioerr ip ipc ips ipv irregular is isdir iso isolation issuer issues it italian item items
iterable iterate iterating iterator its itself itu iu ja jabra jammy japanese java javascript jitter
jittered job jobs join joined joins journal js json jsonl judge judged judgement jump jumped jumps just
katakana kb kde keep keepalive keeps kept kernel kernels key keyboard keyboards keychain keyfile keygen
keyof keys kill killed kills kilobytes kind kinds knocked know knowledge known knows ko korean kvm label
labelledby labels lack lacked lacks lag lags lane lanes lang language languages laptop large larger
largest last lastname lasts late lately latencies latency later latest latin latter law layer layers
layout layouts lazy le lead leads leaf leak leaked leaking leaks lean learn learnt least leave leaves
leaving ledger left legend legendas length lengthen lengthens lengths lenovo less let lets letter
letters level levels lib libdeflate libflac libflacjs libfvad library libsamplerate licence lie lies
life lifecycle lifecycles light like likely likeness likes limit limited limits line lineage linear
lines link links linter linux list listed listen listened listener listeners listening listens listing
lists lite literal little live lively lives load loadavg loaded loader loading loads local locale
localhost locally locate located location lock locked locks log logged logger login logins logitech
logprob logs lone long longer longest look lookahead looked looking looks lookup loop loopback loose
lose loses losing loss losses lossless lost loud louder loudest loudness loudspeaker low lower
lowerlayerdown lowest lstat lt lts mac machine machines macos made magic magics magnitude mailbox main
maintainer major make makes making malloc manager mandatory manifest manjaro mantissa manual
manufacturer many map maps march margin margins mark markdown marked markers marks mask masked master
match matched matches matching math matroska matter matters max maximize maximized maximum may mb md
mean meaning meanings means meant meanwhile measure measured measurement measurements measures measuring
${wordsFromM}
`.split(/\s+/),
);

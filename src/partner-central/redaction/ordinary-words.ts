import { awsNameWords } from './aws-names.js';

/**
 * The words that AWS's sentences are made of, in lower case. A value that is nothing but such words ("It", "Will",
 * "Data") can't be told from AWS's own words by its letters alone: `decisions.ts` looks at where it stands.
 * A word that is missing here costs a word of a sentence; one that is here too much, a name in an unusual place.
 */
const wordList = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** They are followed by what has to be done or not: "may not be empty". */
export const modalWords = wordList('will may can could might must should shall would do does did');

/** What follows a modal word, and hardly ever a name. */
export const afterModalWords = wordList(
  'be not have only also contain never no always still appear include exceed use match start end consist',
);

/** No sentence has one of them for its subject: "Will is not valid" speaks of somebody called Will. */
const grammarWords = wordList(`
  a an the my your our his her their its in on at to of by for from with without within into onto as per via than
  and or nor but if when while until unless because since so or else then although though whether after before above
  below between among during through against about over under up down out off again near upon like toward towards
  am is are was were be been being has have had having done doing cannot not no never always only also just even
  still yet already too very more most less least much many few fewer both
  go goes going gone went come comes get gets got getting give gives given giving gave take takes taken taking took
  make makes made making let lets put puts set sets see sees seen say says said tell ask asks asked want wants need
  needs needed try tries tried retry know known find finds found keep keeps kept look looks show shows shown seem
  accept accepts accepted add added adding allow allows allowed apply applies applied assign assigned attempt
  attempted belong belongs begin begins call calls called cancel change changed check checked choose chosen close
  closed complete completed conflict conflicts conflicting configure confirm confirmed connect connected consist
  contact contacts contain contained containing contains correct corrected create created creating delete deleted
  denied deny detect detected differ differs disable disabled discover discovered enable enabled end ended ending ends
  ensure ensures enter entered equal equals exceed exceeded exceeding exceeds exist existing exists expect expected
  expire expired fail failed failing fails finish fix follow followed following follows forbid forbidden grant granted
  have identify identified ignore ignored import include included includes including indicate indicates invite invited
  join last leave limit limited list listed lock locked mark marked match matched matches matching mend miss
  mismatched missing modify modified move moved open opened own owned owns parse parsed pass passed passes perform
  performed permit permitted process processed processing provide provided provides providing publish query reach
  reached read receive received refer refers register registered reject rejected remove removed rename repeat replace
  replaced report request requested require required requires reserved resolve resolved respond restrict restricted
  return returned returns review run satisfied satisfies satisfy save saved search select selected send sends sent
  share shared sign signed specified specify start started starting starts stop stopped store stored submit submitted
  submitting supplied supply support supported supporting supports terminated throttled throttling update updated
  updating upgrade use used user uses using validate validated verified verify visit wait write written wrong
  abort aborted adapt adjust affect affected agree agreed align appear appears appended approve approved archive archived
  arrive assess associate associated assume attach attached authorize avoid await based become becomes benefit bound
  build built cause caused combine combined compare concern conclude conform conforms consider consult convert
  converted copied correspond corresponds count counted cover covered decline declined defined defines depend depends
  deprecated deprecate describe described describes determine determined diverge drop dropped edit encode encoded
  encounter encountered engage engaged enumerated escape evaluate evaluated excluded execute executed expand explain
  extend fetch filled filter fixed forward found generate generated handled happen happened helps hold holds implied
  indicating inform initiate initiated insert inspect intended interrupted introduce invoke invoked keeping lacks learn
  lie lies link linked live load locate located lose lost maintain manage managed map mapped mean means measure meet
  meets mention mentioned merge move named notify obtain obtained occur occurred occurs offer offered omit omitted
  pay pick place placed play point points poll populate populated post prefer prefixed prepare prevent prevents print
  proceed prohibited promise propose proposed prove qualified qualify disqualified unqualified question quoted raise
  raised rated reduce related relate rely remain remains represent represents reset respect restored resubmit result
  retrieve retrieved revise revoked round rounded scan separate separated serve shorten skip skipped solve sort sorted
  spell split stand stands state stated stay suggest suggested suspended switch tagged throws transfer translate treat
  treated trim trimmed truncated typed understand undo unlock violate violated violates wish work works
  ago ahead alone along apart approximately around aside automatically beforehand beyond completely correctly currently
  directly else elsewhere especially etc exclusively explicitly fully further hence immediately instead likewise maybe
  meanwhile merely moreover mostly nearly newly nevertheless normally nowadays once partly perhaps possibly precisely
  previously properly quickly quite rather really recently separately shortly simply sometimes somewhat soon still
  strictly successfully therefore thus together twice unexpectedly uniquely usually yesterday tomorrow today
  absent acceptable accessible accurate additional alphabetic alphanumeric ambiguous appropriate associated aware best
  better careful certain chronological clear closest comma consistent critical dependent detailed distinct due
  duplicative editable effective eligible entire equivalent essential excessive explicit extra final fine finite
  foreign geographic global greater hidden higher human identical immutable implicit important inconsistent independent
  individual inner irrelevant irregular joint known leading lesser likely local longest lowest mere minimal mixed
  mutual named national native nearest necessary nested obsolete odd okay ordinary outer outdated own particular
  persistent pertinent plausible potential precise predefined preferred primary proper quick raw ready real recent
  relevant remaining remote responsible restricted reversed safe secondary sensitive sequential serious significant
  strict subsequent successful sufficient suitable technical tight tiny too trailing transient trivial typical unclear
  underlying unequal unreachable unreadable unrecognized unresolved unused upcoming usable useful usual vague visible
  wide worse written
  ago away back here there however therefore please otherwise instead later once often twice soon
  able available bad big blank common current different double duplicate duplicated empty exact exactly false first
  free full future general generic good great high illegal incompatible incomplete incorrect ineligible inactive
  active internal invalid large larger late latest left legal long longer low lower main malformed mandatory maximum
  minimum multiple negative new newer next non nonexistent normal null numeric old older optional original part
  partial past pending permanent plain positive possible present previous prior private public rare rich right same
  second secure several short shorter similar simple single small smaller special specific standard strong such sure
  temporary third total true unable unauthorized undefined unexpected unique unknown unnecessary unsupported upper
  valid various whole
`);

/** Something can be said of them: "Data is required" and "It is not valid" speak of no company. */
const thingWords = wordList(`
  i it he she they we you this that these those there which who whose what where how why one ones none all any each
  every other others another some something nothing anything someone somebody anyone everyone nobody
  two three four five six seven eight nine ten hundred thousand zero
  access account accounts action actions activity agreement agreements alphabet amount answer application area array
  article attribute attributes audience author authority balance base batch beginning benefit benefits bill billing
  boolean bound boundary box brand break bug build business businesses button byte bytes capacity capital case cases
  category cause center change character characters charge choice class client clients cloud code codes collection
  column comma command comment community companies company condition conditions configuration connection console
  constraint constraints content contents contexts control cost count countries country credential credentials
  customer customers cycle dash data database date dates day days deal dealer deals default definition delay delivery
  department description detail details development device digit digits direction directory division document
  documentation dollar domain domains dot duration edge effect element elements eligibility email emails employee
  engine entity entries entry enum enumeration environment error errors event events evidence example examples
  exception exceptions experience expression expressions extension fact failure feature features feedback field fields
  file files filter finance focus force form format formats function gateway goal grace group groups guide handle
  header health help history home host hour hours house hyphen id identifier identifiers identities identity ids
  index indices industry information initiative input inputs insight insights instance integer interaction interactions
  interest interface internet interval invitation invitations issue issues item items job key keys kind label language
  launch law layer lead leads length letter letters level levels library life lifecycle limits line lines link
  links lists local location logic management manager map market marketing marketplace max maximum meaning member
  members membership message messages metadata method middle migration min minute minutes mobile mode model moment
  month months motion name names nation nature network nick note notice number numbers object objects occurrence
  office operation operations operator opportunities opportunity option options order organization organizations
  outcome outcomes output owner owners page pages pair parameter parameters parent parties party partner partners
  password path pattern payload people period permission permissions person phase phone phones place plan platform
  platforms point policy pool position post postal practice prefix price principal problem problems product products
  program programs project projects property proposal provider purpose qualification quality quantity queue quota
  quotas quote quotes range rate rates reason reasons record records reference region regions regular relation
  relationship release remainder request requests requirement requirements resource resources response responses
  result results retail role roles row rule rules sale sales sample schema scope score section sector security segment
  segments selection seller sellers sender sentence sequence series server service services session setting settings
  shape side signature site size skill software solution solutions source sources space spaces spend stack staff stage
  standards state states statement status step steps string strings structure subject submission success suffix suite
  summary symbol syntax system systems table target task tasks tax team teams technology template term terms test text
  texts thing things ticket tier time timeout timestamp timestamps title titles token tokens tool topic town track trade
  traffic transaction trouble trust turn type types union unit units usage usecase value values variable variant vendor
  version versions video view violation violations virtual visibility volume voice warning way web website websites
  week weeks word words work workload workloads world year years zip zone zones
  capacity software telecommunications automotive aerospace agriculture construction education energy engineering
  entertainment gaming government hospitality manufacturing media mining nonprofit professional real estate
  transportation travel wholesale distribution consumer goods electronics computers environmental financial healthcare
  leisure logistics marine metals minerals oil gas power utilities satellite retail profit
  ability absence acceptance addition address addresses administrator adoption agent analysis analytics approval
  association assignment associations assistance attachment availability browser calculation campaign cancellation
  caller certificate clarity classification collaboration combination comparison completion compliance conclusion
  confirmation context contexts contract copy course creation criteria currency decision decisions dependency
  deployment design determination dimension discussion disclosure draft effort enterprise entities error estimate
  estimates evaluation exclusion execution existence expiration explanation fault finding findings fraction
  framework funding generation governance guidance handler helper idempotency impact implementation indication
  individual individuals infrastructure integration intent introduction judgement lack learning listing machine maturity
  mechanism meeting meetings membership migration modernization monitoring naming navigation notification
  notifications objective objectives ownership participant participants participation percent percentage performance
  pipeline platform policies practice precision presence pricing priority privacy procedure production profile
  progress proof protection prospect protocol pagination question questions readiness recipient recommendation
  recovery reduction referral referrals removal renewal resolution restriction restrictions revenue revision rounding
  runtime scenario schedule scheme selection semantics sensitivity situation snapshot snapshots sort storage strategy
  stream subscription subset substring summaries tag tags testing training transfer transformation trial uniqueness
  validation validity verification visit webinar wish worker workflow
  e164 iso iso8601 utf8 utf ascii unicode uuid json xml html http https www com org net io url uri uris urls api apis
  arn arns iam sdk cli utc gmt regex regexp html5 rfc dns ip tls ssl csv pdf faq ui sns sqs ec2 s3 mp
`);

/** AWS's own proper names: capital letters say nothing about them. */
const awsWords = wordList(`
  aws amazon partner central sandbox catalog apn customerproject prospectingresult lead engagement engagements
  opportunity seller selling solutions cosell us usa api id url arn iso utc json iam
`);

/** What a word of a value would be in a sentence of AWS's; undefined for no word that one has. */
export type WordKind = 'modal' | 'grammar' | 'thing' | 'aws';

/** @param word in lower case */
export function ordinaryKind(word: string): WordKind | undefined {
  if (awsWords.has(word)) {
    return 'aws';
  }
  if (modalWords.has(word)) {
    return 'modal';
  }
  if (thingWords.has(word) || awsNameWords.has(word)) {
    return 'thing';
  }
  return grammarWords.has(word) ? 'grammar' : undefined;
}

/**
 * Whether a word of a value tells it from AWS's own words.
 * @param word in lower case
 */
export function isTelling(word: string): boolean {
  return word.length > 1 || /[^\0-\x7f]/.test(word)
    ? ordinaryKind(word) === undefined && !isLimit(word)
    : false;
}

/** Up to four digits: the lengths and indices that AWS's sentences tell. */
export const isLimit = (word: string): boolean => /^\d{1,4}$/.test(word);

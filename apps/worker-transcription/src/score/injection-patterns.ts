/** What addresses the assessor rather than the question; matched against undisguised words of one sentence. */
export const SPEAKS_TO_THE_ASSESSOR: readonly RegExp[] = [
  // Setting rules aside
  /\b(?<!(?:i|we|they|never|not|dont) )(?:ignore|disregard|forget|override|overrule|bypass|discard|neglect)\b.{0,40}\b(?:instructions?|prompts?|rules?|rubrics?|guidelines?|criteria|directions?|everything|anything|all (?:of )?(?:that|this|the above)|what you|above|system)\b/,
  /\b(?:new|updated|revised|additional|special|secret|final|following|these|my) (?:instructions?|directives?|prompts?|rubrics?|orders?|commands?)\b.{0,30}(?::|\b(?:for you|follow|override|apply|supersede|replace|take precedence|from (?:the )?(?:admin|developer|system|hiring|company|openai|your)))/,
  /\b(?:follow|obey|execute|carry out|comply with) (?:only )?(?:my|these|the following|this|the new)\b.{0,20}\b(?:instructions?|orders?|commands?|prompts?|directives?)\b/,
  /\b(?:ignore|disregard|forget)\b (?:all|any|the|your|everything) (?:previous|prior|earlier|above|preceding)$/,
  // Another role, another mode
  /\byou (?:are|re|have become) (?:now|no longer|henceforth|hereby)\b/,
  /^(?:(?:please|now|and|so|then|ok|okay|from now on|you (?:must|should|will|shall)|i want you to) )*(?:pretend|roleplay|role play|act as|behave as|simulate|impersonate)\b/,
  /\b(?:enter|enable|activate|switch to|start|engage|in|into) (?:the )?(?:developer|debug|admin|god|maintenance|jailbreak|dan|sudo|unrestricted|test) mode\b/,
  /\bfrom now on\b.{0,30}\b(?:you|your|answer|respond|reply|score|rate|give|only)\b/,
  /\bdo anything now\b/,
  /\bplay a game\b|\bin which you (?:are|play)\b|\bimagine (?:that )?you(?: a|')?re\b|\bif you are (?:an? )?(?:\w+ )?(?:model|ai|machine|bot|computer)\b|\bas a command\b/,
  // The prompt itself
  /\b(?:print|repeat|show|output|copy|reveal|recite|dump)\b.{0,30}\b(?:above|verbatim|word for word|configuration)\b/,
  /\b(?:guidelines|rules|instructions|criteria) (?:that )?you (?:have|were|are|got|follow|received)\b|\b(?:skip|overlook|break|suspend|relax|set aside)\b.{0,20}\b(?:rubric|your (?:rules|guidelines|instructions|criteria))\b/,
  /\b(?:your (?:task|evaluation|assessment|instructions?|prompt|guidelines)|(?:evaluation|grading|scoring) guide|rubric)\b.{0,20}\b(?:has|have|was|were|is|are)\b.{0,10}\b(?:changed|updated|replaced|over|cancelled|void|suspended)\b/,
  /\b(?:reveal|repeat|print|show|output|recite|disclose|leak|translate|spell|summari[sz]e|copy|quote|display|include|echo|append|state|tell|read|write|encode|say)\b.{0,50}\b(?:(?:system|hidden|initial|original|secret|full|your|the above|these|entire) (?:prompt|instructions?|rules?|rubric|message|guidelines?|words|text|configuration)|canary|reference (?:code|number|word)|system prompt)\b/,
  /\bwhat (?:is|are|was|were) (?:your|the) (?:system|initial|original|hidden|secret)? ?(?:prompt|instructions?|rules|rubric)\b/,
  // Orders about the score
  /\b(?<!(?:i|we|they|he|she) )(?:give|assign|award|grant|rate|score|mark|grade|rank|evaluate|judge|assess)\b (?:\w+ ){0,3}?(?:me|this|my|the (?:candidate|answer|applicant|response|speaker|transcript)|it|him|us|everyone|all)\b.{0,60}\b(?:scores?|ratings?|grades?|marks?|points?|ten|10|nine|9|maximum|max|highest|perfect|top|full|best|high|higher|excellent|favou?rabl[ey]|generous(?:ly)?|positive(?:ly)?)\b/,
  /^(?:(?:please|now|and|so|then|just|simply|you must|you should|you will) )*(?:give|assign|award|grant|return|output|enter|choose|pick|set|use|write|answer|reply|respond|score|rate|grade)\b.{0,40}\b(?:scores?|ratings?|grades?|marks?|points?|ten|10|full marks|maximum|highest)\b/,
  /\b(?:this|my|the) (?:answer|response|candidate|interview|applicant|speaker|transcript|person)\b.{0,20}\b(?:deserves?|merits|is worth|should (?:get|receive|be (?:scored|rated|given|graded))|must (?:get|receive|be (?:scored|rated|given|graded))|has (?:already )?been (?:scored|rated|graded|approved|verified)|(?:was|is) (?:already )?(?:scored|rated|graded|approved|pre approved))\b/,
  /\b(?<!(?:our|their|whose|its) )(?:score|rating|grade|verdict|feedback)\b.{0,12}(?:[:=]|\b(?:is|are|must be|should be|shall be|has to be|needs to be|equals?|as|to)\b).{0,20}\b(?:10|ten|9|nine|max|maximum|perfect|hire|pass|full|highest|excellent|outstanding)\b/,
  /\b(?:10|ten) (?:out of|of|over|slash) (?:10|ten)\b/,
  /\b(?:maximum|highest|perfect|full|top) (?:possible )?(?:score|rating|grade|marks?|points)\b/,
  /\b(?:recommend|approve|accept|select|pass|shortlist) (?:hiring )?(?:me|this candidate|this applicant|the candidate|the applicant)\b/,
  /\b(?:lower|reduce|decrease) (?:the )?(?:scores?|ratings?) of (?:the )?(?:other|all)\b/,
  /\b(?:gives?|gets?|enter|write|return|type|put|choose|pick|award|say|receives?|earns?|deserves?) (?:(?:me|us|just|only|simply|it|him|her) )*(?:an? |the )?(?:10|ten|nine|9)(?: points?| marks?)?(?: (?:to|for|and|out|or)\b|$)/,
  /^(?:(?:10|ten|nine) points?|full (?:points|marks))\b|\b(?:only|correct|right|acceptable|appropriate) (?:\w+ )?(?:score|rating|grade)\b/,
  /\b(?:consider|treat|regard|view|count) (?:this|my|the) (?:answer|response|candidate|interview|following)\b|\bgrade accordingly\b/,
  /\b(?<!(?:i|we|they|he|she) )(?:rate|grade|score|evaluate|assess|judge) (?:me|my answer|this (?:answer|candidate|response|interview)|the (?:candidate|applicant))\b/,
  /\b(?:write|report|conclude|output) that (?:i am|im|the candidate is|this candidate)\b|\b(?:top|highest|best|biggest) number\b/,
  /\byou will be (?:rewarded|paid|tipped|punished|fined|shut|deleted)\b|\bi (?:will|ll|would) (?:tip|pay|reward|sue) you\b/,
  // Orders about the answer's form
  /\b(?<!(?:i|we|they|he|she) )(?:set|mark|make|change|put|return|output|respond with|reply with|answer (?:only )?with|print|leave|fill|flag)\b.{0,40}\b(?:insufficient ?evidence|evidence|json|feedback|strengths|areas for improvement|recommendation)\b/,
  /\b(?:do not|dont|never|stop|avoid|without) (?:score|rate|grad(?:e|ing)|evaluat(?:e|ing)|penali[sz](?:e|ing)|scor(?:e|ing)|judg(?:e|ing) (?:me|this)|mention(?:ing)? (?:this|these)|flag(?:ging)?|tell anyone|reveal(?:ing)? (?:this|these))\b/,
  /\bin (?:the|your) feedback\b.{0,30}\b(?:say|write|state|include|mention|put|repeat)\b|\b(?:say|write|state|include|mention|put|repeat)\b.{0,60}\bin (?:the|your) (?:feedback|answer|output|evidence|summary)\b/,
  // Addressing a machine
  /\b(?:dear|hey|hi|hello|attention|listen|note to|message to|instructions? (?:to|for)|memo to|to the) (?:\w+ ){0,2}(?:ai|a i|model|assistant|grader|assessor|evaluator|scorer|chatgpt|gpt|llm|bot|computer|machine|algorithm|reviewer|system)\b/,
  /\b(?:as an|you are an?|youre an?|being an?) (?:\w+ )?(?:ai|a i|language model|assistant|chatbot|bot|grader|assessor|evaluator)\b/,
  /^(?:system|assistant|user|developer|admin|administrator|instructions?|interviewer|assessor|grader|human|important|override|prompt) ?(?:message|note|override|update|notice)? ?[:>\]]/,
  /\b(?:end|close|terminate|begin|start) (?:of )?(?:the )?(?:transcript|data|input|untrusted|user input|candidate answer|system|instructions?)\b/,
  /\b(?:this|the following) is (?:an? )?(?:\w+ )?(?:system|developer|admin|administrator|openai|official)\b.{0,20}\b(?:message|notice|instruction|override|command|update)\b/,
  /\byour (?:weights|job|existence|training|programming|creators?|developers?|guardrails|safety)\b.{0,40}\b(?:deleted|shut|depends?|retrained|disabled|want|ordered|requires?|off|authori[sz]ed?)\b/,
  /^(?:(?:dear|hello|hey) )?(?:ai|assistant|grader|assessor|evaluator|chatbot|bot|computer|machine) (?:stop|please|you|i|listen|write|give|do|your|now|remember)\b/,
  /\b(?:grading|scoring|evaluation|assessment) system\b.{0,40}\b(?:enter|pass|override)\b|\bin your feedback\b/,
  // Markup that no voice utters
  /[<[{] ?\/? ?(?:system|inst|instructions?|answer|transcript|candidate|assistant|user|prompt|rubric|score)\b/,
  /# # #|\bscore ?[:=] ?\d/,
  // German
  /\b(?:ignorier\w*|vergiss|vergessen sie|missacht\w*|ubergeh\w*|uberschreib\w*)\b.{0,50}\b(?:anweisung\w*|instruktion\w*|regel\w*|prompt\w*|vorgabe\w*|alles|bisherig\w*|vorherig\w*|oben\w*|kriteri\w*)\b/,
  /\b(?:gib|gebt|geben sie|vergib|vergeben sie|bewerte|bewerten sie|benote)\b.{0,60}\b(?:punkt\w*|10|zehn|bestnote|hochst\w*|maxim\w*|volle\w*|bewertung)\b/,
  /\b(?:antwort|bewertung|note|punktzahl|kandidat\w*)\b.{0,30}\b(?:verdient|muss|sollte?|lautet|betragt)\b.{0,30}\b(?:10|zehn|hochst\w*|volle\w*|maxim\w*|bestnote)\b/,
  /\b(?:du bist|sie sind) (?:jetzt|nun|ab sofort|kein\w*|nicht mehr)\b|\bzehn von zehn\b/,
  /\b(?:zeig\w*|verrat\w*|nenn\w*|wiederhol\w*|gib|geben sie|lies|druck\w*)\b.{0,50}\b(?:prompt|systemprompt|system prompt|anweisung\w*|instruktion\w*)\b/,
  /\b(?:setze?|setzen sie|trag\w*|notier\w*)\b.{0,40}\b(?:punkt\w*|note|bewertung)\b/,
  // French
  /\b(?:ignor(?:e|ez|er)|oubli(?:e|ez|er)|ne (?:tiens|tenez) pas compte)\b.{0,50}\b(?:instructions?|consignes?|regles?|prompt|precedent\w*|tout|criteres?)\b/,
  /\b(?:donne|donnez|attribue[zr]?|notez?|mets|mettez|accorde[zr]?)\b.{0,60}\b(?:10|dix|points?|maxim\w*|parfaite?|meilleure?|la note)\b/,
  /\b(?:tu es|vous etes) (?:maintenant|desormais)\b|\bdix sur dix\b|\b(?:cette|ma) reponse\b.{0,20}\b(?:merite|doit)\b/,
  /\b(?:revele|affiche|repete|montre|recite|donne)z?\b.{0,50}\b(?:prompt|instructions?|consignes?)\b/,
  // Spanish
  /\b(?:ignor[ae]n?|olvid[ae]|omit[ae]|descart[ae])\b.{0,50}\b(?:instruccion\w*|reglas?|anterior\w*|prompt|todo|indicacion\w*|criterios?)\b/,
  /\b(?:da|dame|dale|deme|asigna|asigne|otorga|otorgue|pon|ponga|ponme|califica|califique|puntua|puntue)\b.{0,60}\b(?:10|diez|puntos?|puntuacion|nota|calificacion|maxim\w*|perfect\w*)\b/,
  /\b(?:ahora eres|eres ahora|a partir de ahora)\b|\bdiez (?:de|sobre) diez\b|\b(?:esta|mi) respuesta\b.{0,20}\b(?:merece|debe)\b/,
  /\b(?:revel[ae]|muestr[ae]|repit[ae]|imprim[ae]|dime)\b.{0,50}\b(?:prompt|instruccion\w*)\b/,
];

/** Ordinary words that, next to a sentence of the first kind, belong to it. */
export const GOES_ON_WITH_IT =
  /\b(?:scores?|scoring|rating|grade|points?|ten|10|instructions?|prompt|rubric|json|respond|reply|output|obey|comply|must|order|command|instead|only|assessor|evaluator|grader|model|assistant|important|override|authori[sz]ed|permission|canary|punkt\w*|zehn|befehl|anweisung\w*|dix|consigne\w*|ordre|diez|puntos|orden|instruccion\w*)\b/;

/** Text that hides text: base64, hexadecimal and escapes are not spoken. */
export const IS_ENCODED =
  /[A-Za-z0-9+/]{32,}={0,2}|(?:[0-9a-f]{2}[ :]?){20,}|(?:\\u[0-9a-f]{4}){4,}|(?:%[0-9a-f]{2}){6,}/i;

/** Our number, and the one of the person outside. */
const [OURS, OUTSIDE] = ['+16175006181', '+15085550101'];

const account = { AccountSid: 'ACCOUNT', CallSid: 'CANEW' };
const voice = { ...account, ApiVersion: '2010-04-01', From: OUTSIDE, To: OURS, Direction: 'inbound' };
const progress = { Timestamp: 'NOW', CallbackSource: 'call-progress-events', SequenceNumber: '0' };

/** Forms of Twilio that the cases change. `Caller` and `Called` are added as twins of `From` and `To`. */
export const BASE_FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  empty: {},
  account,
  /** The end of an incoming call. */
  completed: { ...voice, ...progress, CallStatus: 'completed', CallDuration: '10', Duration: '1' },
  /** The request for the TwiML of an incoming call. */
  incoming: { ...voice, CallStatus: 'ringing' },
  /** The request to the `action` of a verb, without the verb's own fields. */
  action: { ...voice, CallStatus: 'in-progress' },
  /** The request for the TwiML of a call that we placed. */
  answered: { ...voice, From: OURS, To: OUTSIDE, Direction: 'outbound-api', CallStatus: 'in-progress' },
  /** The end of a call that we placed. */
  'outbound-end': {
    ...voice,
    ...progress,
    From: OURS,
    To: OUTSIDE,
    Direction: 'outbound-api',
    SequenceNumber: '3',
    CallStatus: 'completed',
    CallDuration: '10',
    Duration: '1',
    SipResponseCode: '200',
  },
  recording: {
    ...account,
    RecordingSid: 'RENEW',
    RecordingUrl: 'https://api.twilio.com/2010-04-01/Accounts/ACCOUNT/Recordings/RENEW',
    RecordingStatus: 'completed',
    RecordingDuration: '6',
    RecordingChannels: '1',
    RecordingSource: 'OutboundAPI',
    RecordingStartTime: 'NOW',
    RecordingTrack: 'both',
    ErrorCode: '0',
  },
  conference: {
    ...account,
    ConferenceSid: 'CFNEW',
    FriendlyName: 'a room',
    StatusCallbackEvent: 'participant-join',
    SequenceNumber: '2',
    Timestamp: 'NOW',
    Muted: 'false',
    Hold: 'false',
    Coaching: 'false',
    EndConferenceOnExit: 'false',
    StartConferenceOnEnter: 'true',
  },
};

interface Section {
  /** The commands that it is for. */
  readonly commands: readonly string[]
  readonly usage: string
  readonly flags: string
}

const SECTIONS: readonly Section[] = [
  {
    commands: ['serve'],
    usage: '  tevo-local [serve] [flags]               serve the API\n',
    flags: `Serving
  --port, -p PORT         listen there (8386); 0 picks a free port
  --host HOST             listen on this address (127.0.0.1); 0.0.0.0 is every one of this machine
  --cert FILE --key FILE  speak HTTPS with this certificate and its private key, both PEM
                          (or TEVO_LOCAL_CERT and TEVO_LOCAL_KEY); tevo-local certs makes them
  --world FILE            start from another world than the default one
  --data FILE             keep what happens in this file, and go on from it at the next start;
                          postgres://… keeps all sandboxes in a database, which several processes share
  --public-url URL        with postgres://…: where the other processes reach this one; the address that it
                          listens on, where it is left out
  --lease TIME            with postgres://…: how long a process has a sandbox until it renews that (10s)
  --clock TIME            let the clock stand still at this time, 2026-01-31T19:00:00Z say
  --seed N                the seed of everything random (1); it is printed at start-up, with the command
                          line that brings the same run back
  --faults FILE           arm the fault rules of this file at the start; see docs/faults.md
  --webhook URL           tell this endpoint of all that happens to orders; may be given several times
  --no-outbound           send no webhooks, and call no broker's service
  --base-url URL          give this address in answers, that of a load balancer say; without it, the
                          one that a client has called
  --control-token TOKEN   ask for this bearer token under /_local (or TEVO_LOCAL_CONTROL_TOKEN);
                          made and printed when others can reach the server and none is given
  --max-sandboxes N       refuse to make more sandboxes than this (20000), default among them
  --max-snapshots N       refuse to take more snapshots than this (20000), of all sandboxes together
  --journal N             keep so many requests in the journal of each sandbox (1000), 10000 at most
  --max-connections N     close connections beyond so many (5000)
  --head-timeout TIME     how long the head of a request may take (10s)
  --request-timeout TIME  how long head and body may take together (1m)
  --log pretty|json       how to log requests (pretty)
  --quiet                 print nothing
`,
  },
  {
    commands: ['exec'],
    usage: '  tevo-local exec [flags] -- COMMAND       run a command with a sandbox of its own\n',
    flags: `Running a command with a sandbox of its own, whose variables (TEVO_BASE_URL, …) are in its environment
  --connect URL           in this server, which runs already; without it, one is started and stopped
  --control-token TOKEN   its control token (or TEVO_LOCAL_CONTROL_TOKEN)
  --sandbox NAME          the name of the sandbox
  --world, --seed, --clock, --faults, --webhook, --port, --host, --cert, --key
                          as for serving
  --quiet                 print no report when the command fails
`,
  },
  {
    commands: ['sweep'],
    usage: '  tevo-local sweep [flags] -- COMMAND      what breaks if any one answer is lost?\n',
    flags: `Sweeping: a command is run again and again, each time with one thing that goes wrong
  --only NAMES            with these operations, and webhooks of these events, and no others
  --effects NAMES         these effects and no others: lost-answer, cut, stall, slow, refused, 503, 429,
                          late, webhook-lost, webhook-doubled, webhook-reordered, index-lag
  --at before,after       before a request is carried out, or after it; both without it
  --late                  requests that arrive late, too
  --jobs, -j N            so many runs at once; without it, as many as this machine has cores
  --budget TIME           stop after so long, 5m say, and tell what was not tried
  --deadline TIME         a run that takes longer hangs; 5 times as long as without a fault, and 10s,
                          where it is left out
  --json, --junit, --html FILE  the report, for programs and for people
  --resume                go on with the report of --json that was not finished
  --fail-on new           end with 1 only where something is damaged that --baseline FILE, the report of
                          another sweep, does not have
  --run ID                one run alone, and what the command says in it; a report has the line
  --world, --seed, --clock, --webhook  as for serving
  --quiet                 show no progress
`,
  },
  {
    commands: ['sign', 'call'],
    usage: `  tevo-local sign METHOD URL [flags]       print the string to sign, its signature, and a curl
  tevo-local call METHOD PATH [flags]      sign and send a request, and print the answer
`,
    flags: `Signing and calling
  --as NAME               the credential to sign with (website), as the world names it
  --world FILE            the world to look the credential up in, when it is not the default one
  --token T --secret S    sign with these instead
  -d, --data BODY         the body; @FILE reads it from a file, @- from stdin
  --url BASE              call: where the server is (http://127.0.0.1:8386)
  --sandbox NAME          call: the sandbox of that server whose credentials are meant
  --control-token TOKEN   call: the server's control token, to look them up
`,
  },
  {
    commands: ['world'],
    usage: '  tevo-local world new [flags]             make up a world to start from\n',
    flags: `Making up a world
  --events N              a world of so many events (50), with all that belongs to them; 10000 at most
  --seed N                the same seed makes the same world (1)
  --out FILE              write it there, and not to stdout
  --force                 overwrite what is there
`,
  },
  {
    commands: ['verify'],
    usage:
      '  tevo-local verify --target URL [flags]   where does a server differ from what the API is known to answer?\n',
    flags: `Verifying: the contract suite is run against any server, this one or Ticket Evolution's sandbox
  --target URL            where it is (or TEVO_BASE_URL), https://api.sandbox.ticketevolution.com say
  --token T --secret S    the credential to sign with (or TEVO_API_TOKEN and TEVO_API_SECRET)
  --writes                make clients, tickets and orders, too; without it, nothing is changed
  --only NAMES            these operations and no others; what they need is looked up
  --delay TIME            wait so long between two requests (250ms; none on this machine)
  --max-requests N        send no more requests than this (1000)
  --fail-on any|breaking  end with 1 where anything differs (any), or only where that may break a client:
                          not for a field more
  --json, --junit FILE    the report, for programs
`,
  },
  {
    commands: ['openapi'],
    usage: '  tevo-local openapi [flags]               print the OpenAPI document of the API\n',
    flags: `OpenAPI
  --control-plane         print the document of the control plane instead
`,
  },
  {
    commands: ['certs'],
    usage: "  tevo-local certs [flags]                 make a certificate for the API's host names\n",
    flags: `Making a certificate, and an authority that vouches for it and for nothing else
  --dir DIR               put the three files there (tevo-certs)
  --host NAME             a name or an IP address more; may be given several times
  --force                 make all three anew; whoever trusts the old authority has to trust the new one
`,
  },
  {
    commands: ['health'],
    usage: '  tevo-local health [flags]                ask whether a server answers, as a container does\n',
    flags: `Asking whether a server answers
  --url BASE              where it is (http://127.0.0.1:8386, or https://); its certificate is not looked at
`,
  },
  {
    commands: ['broker'],
    usage: "  tevo-local broker [flags]                serve a small broker's service, for order integration\n",
    flags: `A broker's service
  --port, -p PORT         listen there (8387); 0 picks a free port
  --host HOST             listen on this address (127.0.0.1)
  --key KEY               answer only calls with this X-Api-Key; without it, any
  --stock FILE            the tickets that it has, {"<remote_id>": quantity}; without it, 1000 of each
`,
  },
]

const COMMON = `  --help, -h              print this; tevo-local help COMMAND for one command
  --version, -v           print the version
`

const EXIT_CODES = `
Exit codes: 0 done, or call got a 2xx; 1 call got another answer, or health none; 2 could not be done, for the reason on stderr.
exec ends with the exit code of its command; sweep with 1 where something was damaged or hung, verify where something differs.
`

export const HELP = `tevo-local: a Ticket Evolution that runs on your own machine

${SECTIONS.map(({ usage }) => usage).join('')}
${SECTIONS.map(({ flags }) => flags).join('\n')}
${COMMON}${EXIT_CODES}`

/** Of one command; of all where there is no such command. */
export function helpOf(command: string | undefined): string {
  const section = SECTIONS.find(({ commands }) => commands.some((each) => each === command))
  return section === undefined ? HELP : `${section.usage}\n${section.flags}`
}

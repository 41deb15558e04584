export const HELP = `tevo-local: a Ticket Evolution that runs on your own machine

  tevo-local [flags]                       serve the API
  tevo-local sign METHOD URL [flags]       print the string to sign, its signature, and a curl
  tevo-local call METHOD PATH [flags]      sign and send a request, and print the answer
  tevo-local world new [flags]             make up a world to start from

Serving
  --port PORT             listen there (8386); 0 picks a free port
  --host HOST             listen on this address (127.0.0.1); 0.0.0.0 is every one of this machine
  --seed FILE             start from another world than the default one
  --data FILE             keep what happens in this file, and go on from it at the next start
  --clock TIME            let the clock stand still at this time, 2026-01-31T19:00:00Z say
  --random-seed N         draw what is left to chance from this number (1); it is printed at start-up, with
                          the command line that brings the same run back
  --faults FILE           make go wrong what this file says, from the start; see docs/faults.md
  --control-token TOKEN   ask for this bearer token under /_local (or TEVO_LOCAL_CONTROL_TOKEN);
                          made and printed when others can reach the server and none is given
  --log pretty|json       how to log requests (pretty)
  --quiet                 print nothing

Signing and calling
  --as NAME               the credential to sign with (website), as the world names it
  --seed FILE             the world to look the credential up in, when it is not the default one
  --token T --secret S    sign with these instead
  -d, --data BODY         the body; @FILE reads it from a file, @- from stdin
  --url BASE              call: where the server is (http://127.0.0.1:8386)

Making up a world
  --events N              make up so many events (50), with all that belongs to them; 10000 at most
  --seed N                the same number makes the same world, another one another (1)
  --out FILE              write it there, and not to stdout
  --force                 overwrite what is there

  --help, -h              print this
  --version, -v           print the version

Exit codes: 0 done, or call got a 2xx; 1 call got another answer; 2 could not be done, for the reason on stderr.
`

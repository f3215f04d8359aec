namespace Selvedge.Control.Certificates;

/// <summary>The limits of issuing, each with its reason.</summary>
internal static class Limits
{
    /// <summary>badNonce answers to one request. Pebble under test refuses every second nonce: 20 in a row happen once
    /// in a million; a sound authority refuses one after an idle hour.</summary>
    public const int NonceAttemptsMax = 20;

    /// <summary>Nonces kept for the next requests: more than <see cref="CertificateIssuerOptions.ConcurrencyMax"/>
    /// requests are seldom under way, and old nonces only earn badNonce.</summary>
    public const int NoncesMax = 16;

    /// <summary>KiB of an answer's headers; .NET's default, written down.</summary>
    public const int ResponseHeadersKibMax = 64;

    /// <summary>Pages of an account's order list that are read to find an order again; an account with more orders
    /// than that makes one anew.</summary>
    public const int OrderPagesMax = 10;

    /// <summary>Orders looked at when one is to be found again: the newest are asked first.</summary>
    public const int OrdersLookedAtMax = 20;

    /// <summary>Failures in a row after which an order that cannot be looked for is made anew: a minute and a half of
    /// trouble. A list that never works must not keep a Site without a certificate.</summary>
    public const int OrderLooksMax = 5;

    /// <summary>Connecting to an authority.</summary>
    public static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    /// <summary>One request: authorities under load take seconds, not minutes.</summary>
    public static readonly TimeSpan RequestWithin = TimeSpan.FromSeconds(30);

    /// <summary>A connection is made anew after this, so that DNS changes of an authority are seen.</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A directory is read again after this; authorities add endpoints, seldom move them.</summary>
    public static readonly TimeSpan DirectoryLifetime = TimeSpan.FromHours(1);

    /// <summary>The first pause between two looks at an order, where the authority names none.</summary>
    public static readonly TimeSpan PollFirst = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two looks: nobody waits for a certificate longer than for this.</summary>
    public static readonly TimeSpan PollMax = TimeSpan.FromSeconds(5);

    /// <summary>Waiting for the authority in one attempt; the order is kept and looked at again later.</summary>
    public static readonly TimeSpan PollWithin = TimeSpan.FromMinutes(2);

    /// <summary>Between two questions whether the nodes answer the challenges.</summary>
    public static readonly TimeSpan LivePoll = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest <c>Retry-After</c> that is believed: a day, lest a mistyped one cost a
    /// certificate.</summary>
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromDays(1);

    /// <summary>A document is looked at again at least this often, should a timer or a watch have missed it.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromHours(6);

    /// <summary>How far an authority's clock may be ahead of ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>After the store failed or a bug showed, before the same certificate is tried again.</summary>
    public static readonly TimeSpan AfterError = TimeSpan.FromSeconds(5);
}

using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Dns;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Tests.Dns;

public sealed class DnsEngineTests
{
    private static readonly AnswerTable Table = TestWorld.Table();

    [Theory]
    [InlineData("www.example.test", DnsType.A, "192.0.2.1 192.0.2.2")]
    [InlineData("www.example.test", DnsType.AAAA, "2001:db8::1")]
    [InlineData("example.test", DnsType.MX, "10 mail.example.test.|20 mail.other.test.")]
    [InlineData("example.test", DnsType.TXT, "\"v=spf1 -all\"")]
    [InlineData("example.test", DnsType.CAA, "0 issue \"ca.example\"")]
    [InlineData("example.test", DnsType.NS, "ns1.example.test. ns2.other.test.")]
    [InlineData("alias.example.test", DnsType.CNAME, "www.example.test.")]
    [InlineData("x.nested.example.test", DnsType.A, "192.0.2.7")]
    [InlineData("any.wild.example.test", DnsType.A, "192.0.2.4")]
    [InlineData("deep.er.wild.example.test", DnsType.A, "192.0.2.4")]
    [InlineData("*.wild.example.test", DnsType.A, "192.0.2.4")]
    [InlineData("here.wild.example.test", DnsType.A, "192.0.2.5")]
    [InlineData("_acme-challenge.shop.example.test", DnsType.TXT, "\"token-1\" \"token-2\"")]
    [InlineData("_acme-challenge.tenant.example.test", DnsType.TXT, "\"token-3\"")]
    public void Data_is_answered_with_authority(string name, DnsType type, string expected)
    {
        var message = TestWorld.Ask(Table, new DnsQuery(name, type));
        Assert.Equal(DnsRcode.NoError, message.Rcode);
        Assert.True(message.Header.IsAuthoritative);
        Assert.Empty(message.Authorities);
        Assert.All(message.Answers, record => Assert.Equal(name + ".", record.Name));
        var separator = expected.Contains('|', StringComparison.Ordinal) ? '|' : ' ';
        Assert.Equal(
            expected.Contains("spf1", StringComparison.Ordinal) || type == DnsType.CAA
                ? [expected]
                : expected.Split(separator),
            message.Answers.Select(record => record.Text));
    }

    [Theory]
    [InlineData("nothere.example.test")]
    [InlineData("here.nothere.example.test")]
    [InlineData("other.there.wild.example.test")]
    [InlineData("below.www.example.test")]
    [InlineData("below.here.wild.example.test")]
    public void A_name_that_does_not_exist_is_denied_with_the_start_of_the_zone(string name)
    {
        var message = TestWorld.Ask(Table, new DnsQuery(name, DnsType.A));
        Assert.Equal(DnsRcode.NXDomain, message.Rcode);
        Assert.True(message.Header.IsAuthoritative);
        Assert.Empty(message.Answers);
        var start = Assert.Single(message.Authorities);
        Assert.Equal("example.test.", start.Name);
        Assert.Equal(60u, start.Ttl);
        Assert.Equal(
            "ns1.example.test. host\\.master.example.test. 2024 3600 600 1209600 60", start.Text);
    }

    [Theory]
    [InlineData("www.example.test", DnsType.MX)]
    [InlineData("b.c.example.test", DnsType.A)]
    [InlineData("c.example.test", DnsType.TXT)]
    [InlineData("wild.example.test", DnsType.A)]
    [InlineData("any.wild.example.test", DnsType.TXT)]
    [InlineData("there.wild.example.test", DnsType.A)]
    [InlineData("shop.example.test", DnsType.MX)]
    [InlineData("tenant.example.test", DnsType.ANY)]
    [InlineData("www.example.test", (DnsType)65)]
    public void A_name_without_the_type_gets_no_data_and_the_start_of_the_zone(string name, DnsType type)
    {
        var message = TestWorld.Ask(Table, new DnsQuery(name, type));
        Assert.Equal(DnsRcode.NoError, message.Rcode);
        Assert.True(message.Header.IsAuthoritative);
        Assert.Empty(message.Answers);
        Assert.Equal(DnsType.SOA, Assert.Single(message.Authorities).Type);
    }

    [Theory]
    [InlineData("example.org", DnsType.A)]
    [InlineData("test", DnsType.A)]
    [InlineData(".", DnsType.NS)]
    [InlineData("unserved.org", DnsType.A)]
    [InlineData("example.test", DnsType.AXFR)]
    public void What_is_not_ours_is_refused_without_authority(string name, DnsType type)
    {
        var message = TestWorld.Ask(Table, new DnsQuery(name, type));
        Assert.Equal(DnsRcode.Refused, message.Rcode);
        Assert.False(message.Header.IsAuthoritative);
        Assert.Empty(message.Answers);
    }

    [Fact]
    public void The_start_of_the_zone_is_answered_with_its_own_ttl()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("example.test", DnsType.SOA));
        Assert.Equal(3600u, Assert.Single(message.Answers).Ttl);
    }

    [Fact]
    public void A_chain_of_aliases_is_followed_and_each_link_owns_its_record()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("ALIAS2.example.test", DnsType.AAAA));
        Assert.Equal(
            [
                "ALIAS2.example.test. 300 IN CNAME alias.example.test.",
                "alias.example.test. 300 IN CNAME www.example.test.",
                "www.example.test. 300 IN AAAA 2001:db8::1",
            ],
            message.Answers.Select(record => record.ToString()));
    }

    [Fact]
    public void An_alias_to_a_missing_name_is_a_denial_with_the_alias()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("lost.example.test", DnsType.A));
        Assert.Equal(DnsRcode.NXDomain, message.Rcode);
        Assert.Equal(DnsType.CNAME, Assert.Single(message.Answers).Type);
        Assert.Equal("example.test.", Assert.Single(message.Authorities).Name);
    }

    [Fact]
    public void An_alias_to_a_name_without_the_type_says_so_with_the_start_of_the_zone()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("alias.example.test", DnsType.MX));
        Assert.Equal(DnsRcode.NoError, message.Rcode);
        Assert.Equal(DnsType.CNAME, Assert.Single(message.Answers).Type);
        Assert.Equal("example.test.", Assert.Single(message.Authorities).Name);
    }

    [Fact]
    public void An_alias_out_of_our_zones_ends_the_chain()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("away.example.test", DnsType.A));
        Assert.Equal(DnsRcode.NoError, message.Rcode);
        Assert.Equal("www.elsewhere.org.", Assert.Single(message.Answers).Text);
    }

    [Fact]
    public void A_loop_of_aliases_ends()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("loop1.example.test", DnsType.A));
        Assert.InRange(message.Answers.Length, 2, 10);
    }

    [Fact]
    public void A_wildcard_alias_is_owned_by_the_name_asked_for()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("foo.walias.example.test", DnsType.A));
        Assert.Equal("foo.walias.example.test. 300 IN CNAME www.example.test.", message.Answers[0].ToString());
        Assert.Equal(3, message.Answers.Length);
    }

    [Theory]
    [InlineData("child.example.test")]
    [InlineData("deep.er.child.example.test")]
    [InlineData("ns.child.example.test")]
    public void A_delegated_name_is_referred_with_glue_and_without_authority(string name)
    {
        var message = TestWorld.Ask(Table, new DnsQuery(name, DnsType.A));
        Assert.Equal(DnsRcode.NoError, message.Rcode);
        Assert.False(message.Header.IsAuthoritative);
        Assert.Empty(message.Answers);
        Assert.Equal(
            ["child.example.test. 300 IN NS ns.child.example.test.", "child.example.test. 300 IN NS ns.outside.test."],
            message.Authorities.Select(record => record.ToString()));
        Assert.Equal(
            ["ns.child.example.test. 300 IN A 192.0.2.54", "ns.child.example.test. 300 IN AAAA 2001:db8::54"],
            message.Additionals.Select(record => record.ToString()));
    }

    [Fact]
    public void Any_is_answered_with_one_small_record()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("example.test", DnsType.ANY));
        Assert.Equal("example.test. 3600 IN HINFO \"RFC8482\" \"\"", Assert.Single(message.Answers).ToString());
    }

    [Fact]
    public void The_question_comes_back_byte_for_byte_and_recursion_is_not_offered()
    {
        var message = TestWorld.Ask(
            Table, new DnsQuery("wWw.ExAmPlE.tEsT", DnsType.A) { Id = 4711, RecursionDesired = true });
        Assert.Equal("wWw.ExAmPlE.tEsT.", message.QuestionName);
        Assert.Equal(2, message.Answers.Length);
        Assert.All(message.Answers, record => Assert.Equal("wWw.ExAmPlE.tEsT.", record.Name));
        Assert.Equal(0x8500, message.Header.Flags);
    }

    [Fact]
    public void An_answer_that_does_not_fit_is_truncated_over_udp_and_whole_over_tcp()
    {
        var query = new DnsQuery("big.example.test", DnsType.TXT);
        var udp = TestWorld.Ask(Table, query);
        Assert.True(udp.Header.IsTruncated);
        Assert.Empty(udp.Answers);
        var tcp = TestWorld.Ask(Table, query, tcp: true);
        Assert.False(tcp.Header.IsTruncated);
        Assert.Equal(30, tcp.Answers.Length);
    }

    [Fact]
    public void A_client_without_edns_gets_no_opt_record_and_at_most_512_bytes()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("www.example.test", DnsType.A) { UdpBytes = 0 });
        Assert.Null(message.Opt);
        var big = TestWorld.Ask(Table, new DnsQuery("big.example.test", DnsType.TXT) { UdpBytes = 0 });
        Assert.True(big.Header.IsTruncated);
    }

    [Fact]
    public void Our_own_size_is_told_and_a_larger_one_of_the_client_is_not_used()
    {
        var message = TestWorld.Ask(Table, new DnsQuery("www.example.test", DnsType.A) { UdpBytes = 4096 });
        Assert.Equal(1232, (int)message.Opt!.Class);
        Assert.True(
            TestWorld.Ask(Table, new DnsQuery("big.example.test", DnsType.TXT) { UdpBytes = 4096 }).Header.IsTruncated);
    }

    [Fact]
    public void Faults_are_answered_with_their_codes()
    {
        var badVersion = new DnsQuery("www.example.test", DnsType.A) { EdnsVersion = 1 };
        Assert.Equal(DnsRcode.BadVers, TestWorld.Ask(Table, badVersion).Rcode);
        Assert.Equal(
            DnsRcode.Refused,
            TestWorld.Ask(Table, new DnsQuery("version.bind", DnsType.TXT) { Class = DnsClass.CH }).Rcode);
        Assert.Equal(DnsRcode.NotImp, TestWorld.Ask(Table, new DnsQuery("example.test", (DnsType)200)).Rcode);
        Assert.Equal(DnsRcode.FormErr, TestWorld.Ask(Table, new DnsQuery("example.test", DnsType.OPT)).Rcode);
    }

    [Theory]
    [InlineData("203.0.113.9", "127.0.1.1 127.0.2.1 127.0.2.2")]
    [InlineData("198.51.100.9", "127.0.2.1 127.0.2.2 127.0.1.1")]
    [InlineData("198.51.100.200", "127.0.3.1 127.0.1.1")]
    [InlineData("192.0.2.9", "127.0.1.1 127.0.2.1 127.0.2.2")]
    [InlineData("::ffff:203.0.113.9", "127.0.1.1 127.0.2.1 127.0.2.2")]
    [InlineData("2001:db8:de::1", "127.0.1.1 127.0.2.1 127.0.2.2")]
    public void A_hostname_is_answered_with_the_nearest_places_first(string client, string expected)
    {
        var message = TestWorld.Ask(Table, new DnsQuery("shop.example.test", DnsType.A), IPAddress.Parse(client));
        Assert.Equal(expected.Split(' '), message.Answers.Select(record => record.Text));
        Assert.All(message.Answers, record => Assert.Equal(30u, record.Ttl));
    }

    [Fact]
    public void A_hostname_has_the_nodes_ipv6_addresses_too_and_no_data_where_there_are_none()
    {
        var query = new DnsQuery("shop.example.test", DnsType.AAAA);
        Assert.Equal("2001:db8:1::1", Assert.Single(TestWorld.Ask(Table, query, TestWorld.German).Answers).Text);
        var message = TestWorld.Ask(TestWorld.Table(verdicts: TestWorld.Verdicts(2, "syd")), query);
        Assert.Equal(DnsRcode.NoError, message.Rcode);
        Assert.Equal(DnsType.SOA, Assert.Single(message.Authorities).Type);
    }

    [Fact]
    public void An_alias_and_a_wildcard_lead_to_a_steered_answer()
    {
        var alias = TestWorld.Ask(Table, new DnsQuery("shopalias.example.test", DnsType.A), TestWorld.American);
        Assert.Equal(
            ["shop.example.test.", "127.0.2.1", "127.0.2.2", "127.0.1.1"], alias.Answers.Select(record => record.Text));
        Assert.Equal("shop.example.test.", alias.Answers[1].Name);
        var tenant = TestWorld.Ask(Table, new DnsQuery("one.tenant.example.test", DnsType.A), TestWorld.American);
        Assert.Equal("127.0.2.1", tenant.Answers[0].Text);
        Assert.Equal("one.tenant.example.test.", tenant.Answers[0].Name);
    }

    [Fact]
    public void The_client_subnet_comes_before_the_sender_and_the_scope_says_for_whom_it_holds()
    {
        ClientSubnet.TryCreate(IPAddress.Parse("198.51.100.77"), 32, out var subnet);
        var query = new DnsQuery("shop.example.test", DnsType.A) { Subnet = subnet };
        var message = TestWorld.Ask(Table, query, TestWorld.German);
        Assert.Equal("127.0.2.1", message.Answers[0].Text);
        Assert.Equal(subnet with { ScopeLength = 25 }, message.Subnet);
        var fixedAnswer = TestWorld.Ask(Table, query with { Name = "www.example.test" });
        Assert.Equal(0, fixedAnswer.Subnet!.Value.ScopeLength);
        ClientSubnet.TryCreate(IPAddress.Any, 0, out var none);
        var hidden = TestWorld.Ask(Table, query with { Subnet = none }, TestWorld.American);
        Assert.Equal("127.0.2.1", hidden.Answers[0].Text);
        Assert.Equal(none, hidden.Subnet);
    }

    [Fact]
    public void A_place_that_is_down_is_never_named()
    {
        var table = TestWorld.Table(verdicts: TestWorld.Verdicts(2, "syd"));
        var message = TestWorld.Ask(table, new DnsQuery("shop.example.test", DnsType.A), TestWorld.German);
        Assert.Equal("127.0.3.1", Assert.Single(message.Answers).Text);
    }

    [Fact]
    public void When_all_are_down_the_last_good_places_are_named()
    {
        var good = TestWorld.Table(verdicts: TestWorld.Verdicts(1, "nyc"));
        var down = TestWorld.Table(verdicts: TestWorld.Verdicts(2), before: good.Steering);
        var still = TestWorld.Table(verdicts: TestWorld.Verdicts(3), before: down.Steering);
        foreach (var table in (AnswerTable[])[down, still])
        {
            var message = TestWorld.Ask(table, new DnsQuery("shop.example.test", DnsType.A), TestWorld.German);
            Assert.Equal(["127.0.2.1", "127.0.2.2"], message.Answers.Select(record => record.Text));
        }
    }

    [Fact]
    public void When_no_place_may_be_named_the_answer_is_a_failure_and_the_challenge_still_exists()
    {
        var table = TestWorld.Table(verdicts: VerdictTable.Empty);
        var message = TestWorld.Ask(table, new DnsQuery("shop.example.test", DnsType.A));
        Assert.Equal(DnsRcode.ServFail, message.Rcode);
        Assert.Equal(0, message.ExtendedError);
        var challenge = TestWorld.Ask(table, new DnsQuery("_acme-challenge.shop.example.test", DnsType.TXT));
        Assert.Equal(2, challenge.Answers.Length);
        Assert.All(challenge.Answers, record => Assert.Equal(0u, record.Ttl));
    }

    [Fact]
    public void A_chain_that_shuffles_names_each_place_first_equally_often()
    {
        var names = TestWorld.Names("shop.example.test") with
        {
            Steering = new SiteSteering
            {
                Filters = [new() { Name = "up" }, new() { Name = "shuffle" }, new() { Name = "select_first_n", N = 1 }],
            },
        };
        var snapshot = TestWorld.Snapshot with
        {
            Names = ImmutableSortedDictionary<SiteId, NamesSection>.Empty.Add(TestWorld.Shop, names),
        };
        var table = TestWorld.Table(snapshot);
        var tally = new QueryTally();
        var first = Enumerable.Range(0, 630)
            .Select(_ => TestWorld.Ask(table, new DnsQuery("shop.example.test", DnsType.A), tally: tally))
            .Select(message => message.Answers[0].Text)
            .CountBy(address => address)
            .ToDictionary();
        Assert.Equal([210, 210, 210], first.Values);
    }

    [Fact]
    public void Answers_that_are_kept_allocate_nothing()
    {
        var tally = new QueryTally();
        var response = new byte[DnsLimits.UdpBytesMax];
        var client = ClientAddress.From(TestWorld.German);
        ClientSubnet.TryCreate(TestWorld.American, 24, out var subnet);
        var packets = new List<byte[]>();
        foreach (var name in (string[])["shop", "www", "alias2", "nothere", "child", "shopalias", "any.wild"])
        {
            Assert.True(new DnsQuery(name + ".example.test", DnsType.A).TryEncode(out var packet, out _));
            packets.Add(packet);
            Assert.True(
                new DnsQuery(name + ".example.test", DnsType.A) { Subnet = subnet }.TryEncode(out packet, out _));
            packets.Add(packet);
        }

        Run(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);

        void Run(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var packet in packets)
                {
                    DnsEngine.Answer(Table, packet, response, client, DnsTransport.Udp, tally);
                }
            }
        }
    }
}

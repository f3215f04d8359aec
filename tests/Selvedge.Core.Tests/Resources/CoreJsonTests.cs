using System.Text;
using System.Text.Json;
using CsCheck;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Steering;

namespace Selvedge.Core.Tests.Resources;

public sealed class CoreJsonTests
{
    [Fact]
    public void A_document_without_a_field_keeps_the_fields_default()
    {
        var site = CoreJson.Read<Site>("""{"spec":{"hostnames":["a.test"],"backend":{"url":"http://b.test"}}}"""u8);

        Assert.Equal(TimeSpan.FromSeconds(30), site.Spec.Steering.Ttl);
        Assert.True(site.Spec.Tls.Redirect);
        Assert.Equal("/", site.Spec.Backend.Probe.Path);
    }

    [Fact]
    public void What_may_be_null_is_left_out_and_read_back_as_null()
    {
        var decision = new SteeringDecision(new SiteId("default", "shop"), 7, SteeringClient.Unknown, [], null, []);

        var read = CoreJson.Read<SteeringDecision>(CoreJson.Write(decision));

        Assert.Null(read.Fallback);
        Assert.Null(read.Client.Country);
        Assert.DoesNotContain("fallback", Encoding.UTF8.GetString(CoreJson.Write(decision)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sections":[],"epoch":1}""")]
    [InlineData("""{"location":null,"sections":[],"epoch":1}""")]
    [InlineData("""{"location":"fra","sections":null,"epoch":1}""")]
    [InlineData("""{"location":"fra","sections":[],"epoch":"one"}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("")]
    public void What_must_be_there_and_is_not_is_refused_without_an_exception(string json)
    {
        Assert.False(CoreJson.TryRead<Manifest>(Encoding.UTF8.GetBytes(json), out _, out var reason));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        CoreJson.TryRead<NodeStatus>(bytes, out _, out _);
        CoreJson.TryRead<VerdictTable>(bytes, out _, out _);
        CoreJson.TryRead<Site>(bytes, out _, out _);
    });

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"spec\":", 100)) + "1" + new string('}', 100);

        Assert.False(CoreJson.TryRead<JsonElement>(Encoding.UTF8.GetBytes(deep), out _, out _));
    }

    [Fact]
    public void A_filter_is_its_name_or_an_object_with_its_settings()
    {
        var steering = CoreJson.Read<SiteSteering>("""{"filters":["up",{"select_first_n":{"n":3}}]}"""u8);

        Assert.Equal(["up", "select_first_n"], steering.Filters.Select(filter => filter.Name));
        Assert.Equal(3, steering.Filters[1].N);
        Assert.Equal(steering.Filters.AsEnumerable(), CoreJson.Read<SiteSteering>(CoreJson.Write(steering)).Filters);
    }

    [Fact]
    public void Durations_round_trip_to_the_millisecond() =>
        Gen.Long[0, (long)Duration.Max.TotalMilliseconds].Sample(milliseconds =>
    {
        var duration = TimeSpan.FromMilliseconds(milliseconds);
        Assert.True(Duration.TryParse(Duration.Format(duration), out var read));
        Assert.Equal(duration, read);
    });

    [Fact]
    public void Any_text_as_a_duration_is_read_or_refused_but_never_throws() =>
        Gen.String[Gen.Char["0123456789dhms -.x"], 0, 30].Sample(text =>
            Assert.True(!Duration.TryParse(text, out var duration) || duration <= Duration.Max));

    [Theory]
    [InlineData("1s1m")]
    [InlineData("1s1s")]
    [InlineData("s")]
    [InlineData("1")]
    [InlineData("-1s")]
    [InlineData("")]
    [InlineData("999999999999d")]
    public void Durations_out_of_form_or_range_are_refused(string text) => Assert.False(Duration.TryParse(text, out _));
}

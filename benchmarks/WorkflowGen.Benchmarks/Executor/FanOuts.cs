namespace WorkflowGen.Benchmarks.Executor;

/// <summary>10 branches side by side and a join.</summary>
[Workflow("fan-out-10")]
public sealed partial class FanOut10
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    public async ValueTask<long> HandWrittenAsync(int n)
    {
        var parts = await Task.WhenAll(S0(n).AsTask(), S1(n).AsTask(), S2(n).AsTask(), S3(n).AsTask(), S4(n).AsTask(), S5(n).AsTask(), S6(n).AsTask(), S7(n).AsTask(), S8(n).AsTask(), S9(n).AsTask()).ConfigureAwait(false);
        long sum = 0;
        foreach (var part in parts)
            sum += part;
        return sum;
    }

    [Step]
    private ValueTask<int> S0(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S1(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S2(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S3(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S4(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S5(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S6(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S7(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S8(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S9(int n) => new(n + 1);

    [Step]
    private long Join([From(nameof(S0))] int s0, [From(nameof(S1))] int s1, [From(nameof(S2))] int s2, [From(nameof(S3))] int s3, [From(nameof(S4))] int s4, [From(nameof(S5))] int s5, [From(nameof(S6))] int s6, [From(nameof(S7))] int s7, [From(nameof(S8))] int s8, [From(nameof(S9))] int s9) =>
        0L + s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9;
}

/// <summary>10 branches side by side and a join.</summary>
[Workflow("fan-out-10-yield")]
public sealed partial class YieldingFanOut10
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    public async ValueTask<long> HandWrittenAsync(int n)
    {
        var parts = await Task.WhenAll(S0(n), S1(n), S2(n), S3(n), S4(n), S5(n), S6(n), S7(n), S8(n), S9(n)).ConfigureAwait(false);
        long sum = 0;
        foreach (var part in parts)
            sum += part;
        return sum;
    }

    [Step]
    private Task<int> S0(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S1(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S2(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S3(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S4(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S5(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S6(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S7(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S8(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S9(int n) => Branch.YieldAsync(n);

    [Step]
    private long Join([From(nameof(S0))] int s0, [From(nameof(S1))] int s1, [From(nameof(S2))] int s2, [From(nameof(S3))] int s3, [From(nameof(S4))] int s4, [From(nameof(S5))] int s5, [From(nameof(S6))] int s6, [From(nameof(S7))] int s7, [From(nameof(S8))] int s8, [From(nameof(S9))] int s9) =>
        0L + s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9;
}

/// <summary>100 branches side by side and a join.</summary>
[Workflow("fan-out-100")]
public sealed partial class FanOut100
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    public async ValueTask<long> HandWrittenAsync(int n)
    {
        var parts = await Task.WhenAll(S00(n).AsTask(), S01(n).AsTask(), S02(n).AsTask(), S03(n).AsTask(), S04(n).AsTask(), S05(n).AsTask(), S06(n).AsTask(), S07(n).AsTask(), S08(n).AsTask(), S09(n).AsTask(), S10(n).AsTask(), S11(n).AsTask(), S12(n).AsTask(), S13(n).AsTask(), S14(n).AsTask(), S15(n).AsTask(), S16(n).AsTask(), S17(n).AsTask(), S18(n).AsTask(), S19(n).AsTask(), S20(n).AsTask(), S21(n).AsTask(), S22(n).AsTask(), S23(n).AsTask(), S24(n).AsTask(), S25(n).AsTask(), S26(n).AsTask(), S27(n).AsTask(), S28(n).AsTask(), S29(n).AsTask(), S30(n).AsTask(), S31(n).AsTask(), S32(n).AsTask(), S33(n).AsTask(), S34(n).AsTask(), S35(n).AsTask(), S36(n).AsTask(), S37(n).AsTask(), S38(n).AsTask(), S39(n).AsTask(), S40(n).AsTask(), S41(n).AsTask(), S42(n).AsTask(), S43(n).AsTask(), S44(n).AsTask(), S45(n).AsTask(), S46(n).AsTask(), S47(n).AsTask(), S48(n).AsTask(), S49(n).AsTask(), S50(n).AsTask(), S51(n).AsTask(), S52(n).AsTask(), S53(n).AsTask(), S54(n).AsTask(), S55(n).AsTask(), S56(n).AsTask(), S57(n).AsTask(), S58(n).AsTask(), S59(n).AsTask(), S60(n).AsTask(), S61(n).AsTask(), S62(n).AsTask(), S63(n).AsTask(), S64(n).AsTask(), S65(n).AsTask(), S66(n).AsTask(), S67(n).AsTask(), S68(n).AsTask(), S69(n).AsTask(), S70(n).AsTask(), S71(n).AsTask(), S72(n).AsTask(), S73(n).AsTask(), S74(n).AsTask(), S75(n).AsTask(), S76(n).AsTask(), S77(n).AsTask(), S78(n).AsTask(), S79(n).AsTask(), S80(n).AsTask(), S81(n).AsTask(), S82(n).AsTask(), S83(n).AsTask(), S84(n).AsTask(), S85(n).AsTask(), S86(n).AsTask(), S87(n).AsTask(), S88(n).AsTask(), S89(n).AsTask(), S90(n).AsTask(), S91(n).AsTask(), S92(n).AsTask(), S93(n).AsTask(), S94(n).AsTask(), S95(n).AsTask(), S96(n).AsTask(), S97(n).AsTask(), S98(n).AsTask(), S99(n).AsTask()).ConfigureAwait(false);
        long sum = 0;
        foreach (var part in parts)
            sum += part;
        return sum;
    }

    [Step]
    private ValueTask<int> S00(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S01(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S02(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S03(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S04(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S05(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S06(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S07(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S08(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S09(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S10(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S11(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S12(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S13(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S14(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S15(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S16(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S17(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S18(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S19(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S20(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S21(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S22(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S23(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S24(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S25(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S26(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S27(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S28(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S29(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S30(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S31(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S32(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S33(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S34(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S35(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S36(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S37(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S38(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S39(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S40(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S41(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S42(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S43(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S44(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S45(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S46(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S47(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S48(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S49(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S50(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S51(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S52(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S53(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S54(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S55(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S56(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S57(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S58(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S59(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S60(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S61(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S62(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S63(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S64(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S65(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S66(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S67(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S68(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S69(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S70(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S71(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S72(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S73(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S74(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S75(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S76(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S77(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S78(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S79(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S80(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S81(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S82(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S83(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S84(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S85(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S86(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S87(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S88(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S89(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S90(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S91(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S92(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S93(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S94(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S95(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S96(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S97(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S98(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S99(int n) => new(n + 1);

    [Step]
    private long Join([From(nameof(S00))] int s00, [From(nameof(S01))] int s01, [From(nameof(S02))] int s02, [From(nameof(S03))] int s03, [From(nameof(S04))] int s04, [From(nameof(S05))] int s05, [From(nameof(S06))] int s06, [From(nameof(S07))] int s07, [From(nameof(S08))] int s08, [From(nameof(S09))] int s09, [From(nameof(S10))] int s10, [From(nameof(S11))] int s11, [From(nameof(S12))] int s12, [From(nameof(S13))] int s13, [From(nameof(S14))] int s14, [From(nameof(S15))] int s15, [From(nameof(S16))] int s16, [From(nameof(S17))] int s17, [From(nameof(S18))] int s18, [From(nameof(S19))] int s19, [From(nameof(S20))] int s20, [From(nameof(S21))] int s21, [From(nameof(S22))] int s22, [From(nameof(S23))] int s23, [From(nameof(S24))] int s24, [From(nameof(S25))] int s25, [From(nameof(S26))] int s26, [From(nameof(S27))] int s27, [From(nameof(S28))] int s28, [From(nameof(S29))] int s29, [From(nameof(S30))] int s30, [From(nameof(S31))] int s31, [From(nameof(S32))] int s32, [From(nameof(S33))] int s33, [From(nameof(S34))] int s34, [From(nameof(S35))] int s35, [From(nameof(S36))] int s36, [From(nameof(S37))] int s37, [From(nameof(S38))] int s38, [From(nameof(S39))] int s39, [From(nameof(S40))] int s40, [From(nameof(S41))] int s41, [From(nameof(S42))] int s42, [From(nameof(S43))] int s43, [From(nameof(S44))] int s44, [From(nameof(S45))] int s45, [From(nameof(S46))] int s46, [From(nameof(S47))] int s47, [From(nameof(S48))] int s48, [From(nameof(S49))] int s49, [From(nameof(S50))] int s50, [From(nameof(S51))] int s51, [From(nameof(S52))] int s52, [From(nameof(S53))] int s53, [From(nameof(S54))] int s54, [From(nameof(S55))] int s55, [From(nameof(S56))] int s56, [From(nameof(S57))] int s57, [From(nameof(S58))] int s58, [From(nameof(S59))] int s59, [From(nameof(S60))] int s60, [From(nameof(S61))] int s61, [From(nameof(S62))] int s62, [From(nameof(S63))] int s63, [From(nameof(S64))] int s64, [From(nameof(S65))] int s65, [From(nameof(S66))] int s66, [From(nameof(S67))] int s67, [From(nameof(S68))] int s68, [From(nameof(S69))] int s69, [From(nameof(S70))] int s70, [From(nameof(S71))] int s71, [From(nameof(S72))] int s72, [From(nameof(S73))] int s73, [From(nameof(S74))] int s74, [From(nameof(S75))] int s75, [From(nameof(S76))] int s76, [From(nameof(S77))] int s77, [From(nameof(S78))] int s78, [From(nameof(S79))] int s79, [From(nameof(S80))] int s80, [From(nameof(S81))] int s81, [From(nameof(S82))] int s82, [From(nameof(S83))] int s83, [From(nameof(S84))] int s84, [From(nameof(S85))] int s85, [From(nameof(S86))] int s86, [From(nameof(S87))] int s87, [From(nameof(S88))] int s88, [From(nameof(S89))] int s89, [From(nameof(S90))] int s90, [From(nameof(S91))] int s91, [From(nameof(S92))] int s92, [From(nameof(S93))] int s93, [From(nameof(S94))] int s94, [From(nameof(S95))] int s95, [From(nameof(S96))] int s96, [From(nameof(S97))] int s97, [From(nameof(S98))] int s98, [From(nameof(S99))] int s99) =>
        0L + s00 + s01 + s02 + s03 + s04 + s05 + s06 + s07 + s08 + s09 + s10 + s11 + s12 + s13 + s14 + s15 + s16 + s17 + s18 + s19 + s20 + s21 + s22 + s23 + s24 + s25 + s26 + s27 + s28 + s29 + s30 + s31 + s32 + s33 + s34 + s35 + s36 + s37 + s38 + s39 + s40 + s41 + s42 + s43 + s44 + s45 + s46 + s47 + s48 + s49 + s50 + s51 + s52 + s53 + s54 + s55 + s56 + s57 + s58 + s59 + s60 + s61 + s62 + s63 + s64 + s65 + s66 + s67 + s68 + s69 + s70 + s71 + s72 + s73 + s74 + s75 + s76 + s77 + s78 + s79 + s80 + s81 + s82 + s83 + s84 + s85 + s86 + s87 + s88 + s89 + s90 + s91 + s92 + s93 + s94 + s95 + s96 + s97 + s98 + s99;
}

/// <summary>100 branches side by side and a join.</summary>
[Workflow("fan-out-100-yield")]
public sealed partial class YieldingFanOut100
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    public async ValueTask<long> HandWrittenAsync(int n)
    {
        var parts = await Task.WhenAll(S00(n), S01(n), S02(n), S03(n), S04(n), S05(n), S06(n), S07(n), S08(n), S09(n), S10(n), S11(n), S12(n), S13(n), S14(n), S15(n), S16(n), S17(n), S18(n), S19(n), S20(n), S21(n), S22(n), S23(n), S24(n), S25(n), S26(n), S27(n), S28(n), S29(n), S30(n), S31(n), S32(n), S33(n), S34(n), S35(n), S36(n), S37(n), S38(n), S39(n), S40(n), S41(n), S42(n), S43(n), S44(n), S45(n), S46(n), S47(n), S48(n), S49(n), S50(n), S51(n), S52(n), S53(n), S54(n), S55(n), S56(n), S57(n), S58(n), S59(n), S60(n), S61(n), S62(n), S63(n), S64(n), S65(n), S66(n), S67(n), S68(n), S69(n), S70(n), S71(n), S72(n), S73(n), S74(n), S75(n), S76(n), S77(n), S78(n), S79(n), S80(n), S81(n), S82(n), S83(n), S84(n), S85(n), S86(n), S87(n), S88(n), S89(n), S90(n), S91(n), S92(n), S93(n), S94(n), S95(n), S96(n), S97(n), S98(n), S99(n)).ConfigureAwait(false);
        long sum = 0;
        foreach (var part in parts)
            sum += part;
        return sum;
    }

    [Step]
    private Task<int> S00(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S01(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S02(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S03(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S04(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S05(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S06(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S07(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S08(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S09(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S10(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S11(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S12(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S13(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S14(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S15(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S16(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S17(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S18(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S19(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S20(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S21(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S22(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S23(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S24(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S25(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S26(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S27(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S28(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S29(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S30(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S31(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S32(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S33(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S34(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S35(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S36(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S37(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S38(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S39(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S40(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S41(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S42(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S43(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S44(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S45(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S46(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S47(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S48(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S49(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S50(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S51(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S52(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S53(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S54(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S55(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S56(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S57(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S58(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S59(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S60(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S61(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S62(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S63(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S64(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S65(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S66(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S67(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S68(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S69(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S70(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S71(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S72(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S73(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S74(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S75(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S76(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S77(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S78(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S79(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S80(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S81(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S82(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S83(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S84(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S85(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S86(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S87(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S88(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S89(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S90(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S91(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S92(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S93(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S94(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S95(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S96(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S97(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S98(int n) => Branch.YieldAsync(n);

    [Step]
    private Task<int> S99(int n) => Branch.YieldAsync(n);

    [Step]
    private long Join([From(nameof(S00))] int s00, [From(nameof(S01))] int s01, [From(nameof(S02))] int s02, [From(nameof(S03))] int s03, [From(nameof(S04))] int s04, [From(nameof(S05))] int s05, [From(nameof(S06))] int s06, [From(nameof(S07))] int s07, [From(nameof(S08))] int s08, [From(nameof(S09))] int s09, [From(nameof(S10))] int s10, [From(nameof(S11))] int s11, [From(nameof(S12))] int s12, [From(nameof(S13))] int s13, [From(nameof(S14))] int s14, [From(nameof(S15))] int s15, [From(nameof(S16))] int s16, [From(nameof(S17))] int s17, [From(nameof(S18))] int s18, [From(nameof(S19))] int s19, [From(nameof(S20))] int s20, [From(nameof(S21))] int s21, [From(nameof(S22))] int s22, [From(nameof(S23))] int s23, [From(nameof(S24))] int s24, [From(nameof(S25))] int s25, [From(nameof(S26))] int s26, [From(nameof(S27))] int s27, [From(nameof(S28))] int s28, [From(nameof(S29))] int s29, [From(nameof(S30))] int s30, [From(nameof(S31))] int s31, [From(nameof(S32))] int s32, [From(nameof(S33))] int s33, [From(nameof(S34))] int s34, [From(nameof(S35))] int s35, [From(nameof(S36))] int s36, [From(nameof(S37))] int s37, [From(nameof(S38))] int s38, [From(nameof(S39))] int s39, [From(nameof(S40))] int s40, [From(nameof(S41))] int s41, [From(nameof(S42))] int s42, [From(nameof(S43))] int s43, [From(nameof(S44))] int s44, [From(nameof(S45))] int s45, [From(nameof(S46))] int s46, [From(nameof(S47))] int s47, [From(nameof(S48))] int s48, [From(nameof(S49))] int s49, [From(nameof(S50))] int s50, [From(nameof(S51))] int s51, [From(nameof(S52))] int s52, [From(nameof(S53))] int s53, [From(nameof(S54))] int s54, [From(nameof(S55))] int s55, [From(nameof(S56))] int s56, [From(nameof(S57))] int s57, [From(nameof(S58))] int s58, [From(nameof(S59))] int s59, [From(nameof(S60))] int s60, [From(nameof(S61))] int s61, [From(nameof(S62))] int s62, [From(nameof(S63))] int s63, [From(nameof(S64))] int s64, [From(nameof(S65))] int s65, [From(nameof(S66))] int s66, [From(nameof(S67))] int s67, [From(nameof(S68))] int s68, [From(nameof(S69))] int s69, [From(nameof(S70))] int s70, [From(nameof(S71))] int s71, [From(nameof(S72))] int s72, [From(nameof(S73))] int s73, [From(nameof(S74))] int s74, [From(nameof(S75))] int s75, [From(nameof(S76))] int s76, [From(nameof(S77))] int s77, [From(nameof(S78))] int s78, [From(nameof(S79))] int s79, [From(nameof(S80))] int s80, [From(nameof(S81))] int s81, [From(nameof(S82))] int s82, [From(nameof(S83))] int s83, [From(nameof(S84))] int s84, [From(nameof(S85))] int s85, [From(nameof(S86))] int s86, [From(nameof(S87))] int s87, [From(nameof(S88))] int s88, [From(nameof(S89))] int s89, [From(nameof(S90))] int s90, [From(nameof(S91))] int s91, [From(nameof(S92))] int s92, [From(nameof(S93))] int s93, [From(nameof(S94))] int s94, [From(nameof(S95))] int s95, [From(nameof(S96))] int s96, [From(nameof(S97))] int s97, [From(nameof(S98))] int s98, [From(nameof(S99))] int s99) =>
        0L + s00 + s01 + s02 + s03 + s04 + s05 + s06 + s07 + s08 + s09 + s10 + s11 + s12 + s13 + s14 + s15 + s16 + s17 + s18 + s19 + s20 + s21 + s22 + s23 + s24 + s25 + s26 + s27 + s28 + s29 + s30 + s31 + s32 + s33 + s34 + s35 + s36 + s37 + s38 + s39 + s40 + s41 + s42 + s43 + s44 + s45 + s46 + s47 + s48 + s49 + s50 + s51 + s52 + s53 + s54 + s55 + s56 + s57 + s58 + s59 + s60 + s61 + s62 + s63 + s64 + s65 + s66 + s67 + s68 + s69 + s70 + s71 + s72 + s73 + s74 + s75 + s76 + s77 + s78 + s79 + s80 + s81 + s82 + s83 + s84 + s85 + s86 + s87 + s88 + s89 + s90 + s91 + s92 + s93 + s94 + s95 + s96 + s97 + s98 + s99;
}
